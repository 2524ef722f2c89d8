"""The table of a district's schools before the map rules."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school as the district's table shows it."""

    site_id: UUID
    name: str
    met: int
    not_met: int
    attest: int
    next_due_on: date | None
    overdue: list[str]


SCHOOLS: Table[SchoolLine] = Table(
    name="map-rules",
    caption=_("Map rules"),
    empty=_("No site yet."),
    searches=True,
    tone=lambda one: "overdue" if one.overdue else "",
    columns=(
        Column(
            "school",
            _("School"),
            lambda one: one.name,
            link=lambda one: reverse("site_rules", args=[one.site_id]),
            sorts=True,
            is_head=True,
        ),
        Column("met", _("Met"), lambda one: one.met, sorts=True, is_number=True),
        Column("attest", _("A person must confirm it"), lambda one: one.attest, sorts=True, is_number=True),
        Column("not_met", _("Not met"), lambda one: one.not_met, sorts=True, is_number=True),
        Column(
            "due",
            _("Next due"),
            lambda one: one.next_due_on,
            template="mapping/compliance/_due_cell.html",
            sorts=True,
        ),
        Column("overdue", _("Overdue"), lambda one: ", ".join(one.overdue), is_of_file=True),
    ),
)
