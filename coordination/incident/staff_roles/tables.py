"""The table of role cards: each role with its card, who holds it, and who steps in."""

from collections.abc import Sequence

from coordination.incident.staff_roles.queries import RoleAtPlace
from coordination.incident.staff_roles.vocabulary import NamedBy
from coordination.incident.staff_roles.words import version_words
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

type RoleLine = tuple[RoleAtPlace, str]
# Of all teachers no one reads the names here.
MOST_SHOWN = 3


def holder_words(line: RoleLine) -> str:
    """Return who holds a role: of one that several hold, the first of them, and how many more."""
    one, _address = line
    people = one.people[:1] if one.role.is_of_one else one.people[:MOST_SHOWN]
    names = ", ".join(person.member.user.shown_name() for person in people)
    more = 0 if one.role.is_of_one else len(one.people) - len(people)
    return f"{names} +{more}" if more else names


def deputy_words(line: RoleLine) -> str:
    """Return who steps in, in their order."""
    one, _address = line
    return ", ".join(_list_names(one)[1:]) if one.role.is_of_one else ""


def named_words(line: RoleLine) -> str:
    """Return how it is known whose role it is."""
    one, _address = line
    ways = dict.fromkeys(NamedBy(person.named_by).label for person in one.people)
    return ", ".join(ways)


def _list_names(one: RoleAtPlace) -> Sequence[str]:
    return [person.member.user.shown_name() for person in one.people]


ROLES: Table[RoleLine] = Table(
    name="role-cards",
    caption=_("Role cards"),
    empty=_("There is no role card."),
    columns=(
        Column("role", _("Role"), lambda line: line[0].role, link=lambda line: line[1], is_head=True),
        Column("holder", _("Held by"), holder_words),
        Column("deputies", _("Deputies, in their order"), deputy_words),
        Column("named", _("How that is known"), named_words),
        Column("card", _("Card"), lambda line: version_words(line[0].card)),
    ),
)
