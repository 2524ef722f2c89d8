"""The tables of a district's panic keys, and of the buttons and badges of one."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from coordination.incident.panic_buttons.posted import PressTried
from coordination.incident.panic_buttons.queries import ButtonView, DistrictKeys, KeyView
from coordination.room.dispatch import Accepted
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.foundation.tables.table import ShownTable

COLUMNS: tuple[Column[KeyView], ...] = (
    Column(
        "key",
        _("Key"),
        lambda key: key.name,
        # A retired key has no page.
        link=lambda key: "" if key.revoked_at else reverse("panic_key", args=[key.intake_id]),
        sorts=True,
        is_head=True,
    ),
    Column("buttons", _("Buttons"), lambda key: key.buttons, sorts=True, is_number=True),
    Column("made", _("Made"), lambda key: key.created_at, sorts=True, is_number=True),
    Column(
        "state",
        _("State"),
        lambda key: gettext("Retired") if key.revoked_at else gettext("In use"),
        template="panic/_key_state_cell.html",
        sorts=True,
        filters=True,
    ),
)


def list_keys(request: HttpRequest, district: DistrictKeys, number: int) -> ShownTable[KeyView]:
    """Return the table of a district's keys; `number`: which of the page's districts it is, from 1."""
    declared: Table[KeyView] = Table(
        name=f"keys-{number}",
        prefix="" if number == 1 else f"keys{number}",
        caption=_("Keys of other systems"),
        empty=_("There is no key yet: no other system can press the alarm."),
        columns=COLUMNS,
        searches=True,
        tone=lambda key: "retired" if key.revoked_at else "",
    )
    return ShownTable(request, declared, district.keys, zone=ZoneInfo(district.time_zone))


@dataclass(frozen=True, slots=True)
class ButtonForms:
    """A button or badge, and the forms that press it as an exercise and forget it."""

    shown: ButtonView
    try_it: ActForm[PressTried, Accepted]
    remove: AnyForm


# Who has the key raises an alarm with a reference: a list of them stays on the page.
BUTTONS: Table[ButtonForms] = Table(
    name="buttons",
    caption=_("Badges and wall buttons"),
    empty=_("No button is registered. A press of an unknown reference is refused."),
    searches=True,
    has_file=False,
    columns=(
        Column("name", _("Name"), lambda one: one.shown.label, sorts=True, is_head=True),
        Column(
            "reference", _("Reference"), lambda one: one.shown.ref, template="panic/_button_ref_cell.html", sorts=True
        ),
        Column(
            "where",
            _("Where"),
            lambda one: " · ".join(part for part in (one.shown.site, one.shown.building, one.shown.level) if part),
            template="panic/_button_where_cell.html",
            sorts=True,
        ),
        Column(
            "pressed",
            _("Last press"),
            lambda one: one.shown.pressed_at,
            template="panic/_button_pressed_cell.html",
            sorts=True,
            says_none=True,
            is_number=True,
        ),
        Column("act", _("Try or remove"), template="panic/_button_acts_cell.html"),
    ),
)
