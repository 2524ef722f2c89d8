"""The tables of a school before drill law: what is asked of it, its drills, and what was corrected of one."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from coordination.drills.requirements import words
from coordination.drills.requirements.views import (
    DrillChangeView,
    DrillDutyView,
    DrillLine,
)
from coordination.drills.requirements.vocabulary import DrillStanding, DrillState, DrillType
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


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
