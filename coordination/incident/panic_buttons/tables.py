"""The table of a district's panic keys."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from coordination.incident.panic_buttons.queries import DistrictKeys, KeyView
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
