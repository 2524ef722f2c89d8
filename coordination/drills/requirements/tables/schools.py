"""The tables of schools before drill law: whose drills one reads, and how those of a district stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format

from coordination.drills.requirements import words
from coordination.drills.requirements.views import (
    DrillMonth,
    DrillSchoolLine,
)
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext
from mou.foundation.tables.columns import AsWritten, Column, Table


# --- whose schools one reads ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SchoolOfReader:
    """A school whose drills a person reads, and whether they keep them."""

    site_id: UUID
    name: str
    district: str
    keeps: bool


SCHOOLS: Table[SchoolOfReader] = Table(
    name="schools",
    caption=_("Schools"),
    empty=_("No school yet."),
    order=("name",),
    searches=("name", "district__name"),
    columns=(
        Column(
            "school",
            _("School"),
            lambda one: one.name,
            template="requirements/cells/read_school.html",
            sorts=("name",),
            is_head=True,
        ),
        Column("district", _("District"), lambda one: one.district, sorts=("district__name", "name")),
    ),
)


# --- a district's schools ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ShownSchool:
    """A school of a district, with its months by the columns that show them, and how dark each is."""

    line: DrillSchoolLine
    months: dict[str, tuple[str, DrillMonth]]

    @property
    def next_title(self) -> str:
        """Return what it has to hold next, in the reader's language."""
        return (self.line.next_title_es if words.in_spanish() else self.line.next_title_en) or ""


def show_school(line: DrillSchoolLine) -> ShownSchool:
    """Return a school as its district's table shows it: a month is as dark as drills were held."""
    months = {_month_name(place): (f"h{min(one.held, 4)}", one) for place, one in enumerate(line.months)}
    return ShownSchool(line, months)


def _month_name(place: int) -> str:
    return f"month{place + 1}"


def _month_column(place: int, month: DrillMonth) -> Column[ShownSchool]:
    return Column(
        _month_name(place),
        AsWritten(date_format(month.month, "M")),
        lambda one: one.line.months[place].held,
        template="requirements/cells/month.html",
        is_number=True,
    )


def standing_table(months: Sequence[DrillMonth]) -> Table[ShownSchool]:
    """Return the table of a district's schools in a school year of these months."""
    return Table(
        name="drill-standing",
        caption=_("Schools"),
        empty=_("No school yet."),
        searches=True,
        columns=(
            Column(
                "school",
                _("School"),
                lambda one: one.line.name,
                template="requirements/cells/school.html",
                sorts=True,
                is_head=True,
            ),
            Column("done", pgettext("duty", "Done"), lambda one: one.line.done, sorts=True, is_number=True),
            Column("due", _("Due"), lambda one: one.line.due, sorts=True, is_number=True),
            Column(
                "wanting",
                _("Overdue or missed"),
                lambda one: one.line.wanting,
                template="requirements/cells/wanting.html",
                sorts=True,
                is_number=True,
            ),
            Column("exceeded", _("over a cap"), lambda one: one.line.exceeded, is_of_file=True),
            Column(
                "next", _("Next"), lambda one: one.line.next_due_on, template="requirements/cells/next.html", sorts=True
            ),
            Column("drill", _("Drill"), lambda one: one.next_title, is_of_file=True),
            *(_month_column(place, month) for place, month in enumerate(months)),
        ),
    )
