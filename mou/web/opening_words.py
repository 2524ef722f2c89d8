"""What an agreement opens to its agency, in the reader's language: read before it goes out and before it is signed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mou.access.openings import Right
from mou.access.policy import Agreement, opens_kind
from mou.foundation.labelled import incident_types
from mou.terms import Condition, WhileIncidentOpen
from mou.vocabulary import DataCategory, TermKind


@dataclass(frozen=True, slots=True)
class Opened:
    """A thing that is opened, and when."""

    what: str
    when: str


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """All that a version opens. `opens_rooms`: without the incident room the agency's members hear of no alarm."""

    lines: list[Opened]
    opens_rooms: bool
    covers_all_sites: bool
    sites: int


def opened_by(found: Agreement) -> OpenedBy:
    """Return what a version opens, in whatever state it is."""
    lines = {Opened(_right_words(one.right), _when_words(one.condition)): None for one in found.openings}
    return OpenedBy(list(lines), opens_kind(found, TermKind.ROOM_ACCESS), found.covers_all_sites, len(found.site_ids))


def _right_words(right: Right) -> str:
    words = TermKind(right.kind).label
    return f"{words}: {DataCategory.label_of(right.scope)}" if right.scope else words


def _when_words(condition: Condition) -> str:
    if not isinstance(condition, WhileIncidentOpen):
        return _("always")
    types = _type_words(condition.incident_types)
    if condition.is_exercise_too:
        words = _("while an incident or exercise is open at the site")
    else:
        words = _("while a real incident is open at the site")
    return f"{words} ({types})" if types else words


def _type_words(codes: Iterable[str]) -> str:
    known = incident_types()
    return ", ".join(known.label_of(one) for one in codes)
