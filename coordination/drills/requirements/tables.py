"""The tables of drill law: whose schools one reads, how they stand, what is asked of one, its drills, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from coordination.drills.requirements import words
from coordination.drills.requirements.views import (
    DrillChangeView,
    DrillDutyView,
    DrillLine,
    DrillMonth,
    DrillSchoolLine,
)
from coordination.drills.requirements.vocabulary import DrillStanding, DrillState, DrillType
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


# --- a school ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ShownDuty:
    """A duty in the reader's words: `kinds` of drills count, in `period`."""

    duty: DrillDutyView
    title: str
    period: str
    note: str
    kinds: str


def show_duty(one: DrillDutyView) -> ShownDuty:
    """Return a duty in the reader's words."""
    kinds = ", ".join(DrillType(kind).label for kind in one.types)
    return ShownDuty(one, words.title_of(one), words.period_of(one), words.note_of(one), kinds)


DUTIES: Table[ShownDuty] = Table(
    name="duties",
    prefix="duties",
    caption=_("Duties"),
    searches=True,
    columns=(
        Column(
            "drill",
            _("Drill"),
            lambda one: one.title,
            template="requirements/cells/duty.html",
            sorts=True,
            is_head=True,
        ),
        Column("kinds", _("Kinds of drills"), lambda one: one.kinds, is_of_file=True),
        Column("note", _("Note"), lambda one: one.note, is_of_file=True),
        Column("period", _("For"), lambda one: one.period),
        Column(
            "held",
            _("Held"),
            lambda one: one.duty.done,
            template="requirements/cells/held.html",
            sorts=True,
            is_number=True,
        ),
        Column("asked", _("Asked"), lambda one: one.duty.required, is_of_file=True),
        Column("due", _("Due by"), lambda one: one.duty.due_on, template="requirements/cells/due.html", sorts=True),
        Column("done", _("Done on"), lambda one: one.duty.done_on, is_of_file=True),
        Column(
            "state",
            _("State"),
            lambda one: one.duty.standing,
            template="requirements/cells/standing.html",
            sorts=True,
            filters=DrillStanding,
        ),
    ),
)
# By its kind a drill is neither sorted nor found: where it stands would say what is not announced.
DRILLS: Table[DrillLine] = Table(
    name="drills",
    caption=_("Drills of this school year"),
    empty=_("No drill is written down for this school year."),
    order=("-starts_at",),
    tone=lambda one: "urgent" if one.gaps else "",
    columns=(
        Column(
            "drill",
            _("Drill"),
            lambda one: one.type.label if one.type else gettext("Drill"),
            link=lambda one: reverse("drill", args=[one.drill_id]),
            is_head=True,
        ),
        Column("when", _("When"), lambda one: one.starts_at, sorts=("starts_at",)),
        Column("secured", _("Seconds until secured"), lambda one: one.secured_s, is_number=True),
        Column("lacks", _("What the record lacks"), lambda one: "; ".join(gap.label for gap in one.gaps)),
        Column("signed", _("Signed"), lambda one: one.signed_name, is_of_file=True),
        Column(
            "state",
            _("State"),
            lambda one: one.state,
            template="requirements/cells/state.html",
            sorts=("state",),
            filters=DrillState,
            matches="state",
        ),
        Column("announced", _("Announcement"), lambda one: one.announcement, is_of_file=True),
    ),
)


# --- a drill ----------------------------------------------------------------------------------------------------------
# Before and after may be a scenario, or what went wrong: that stays on the page.
CHANGES: Table[DrillChangeView] = Table(
    name="corrections",
    caption=_("Corrections"),
    searches=True,
    has_file=False,
    columns=(
        Column("when", _("When"), lambda one: one.at, sorts=True, is_head=True),
        Column("who", _("Who"), lambda one: one.by, sorts=True),
        Column("what", _("What"), lambda one: words.field_words().get(one.field, one.field), sorts=True),
        Column("before", _("Before"), lambda one: one.before),
        Column("after", _("After"), lambda one: one.after),
        Column("why", _("Why"), lambda one: one.reason),
    ),
)
