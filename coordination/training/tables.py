"""The tables of training records: one's own, and those of an agency's people."""

from django.utils.translation import gettext

from coordination.training.work.records import TrainingView
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.vocabulary import TrainingStanding

_PERSON: Column[TrainingView] = Column("person", _("Person"), lambda one: one.person, sorts=True)
COLUMNS: tuple[Column[TrainingView], ...] = (
    Column(
        "course",
        _("Course"),
        lambda one: one.course_name,
        template="training/_course_cell.html",
        sorts=True,
        is_head=True,
    ),
    Column("completed", _("Completed"), lambda one: one.completed_on, sorts=True),
    Column(
        "hours", _("Hours"), lambda one: one.hours, template="training/_hours_cell.html", sorts=True, is_number=True
    ),
    Column(
        "until",
        _("Holds until"),
        lambda one: one.expires_on,
        template="training/_until_cell.html",
        sorts=True,
        says_none=True,
    ),
    Column(
        "state",
        _("State"),
        lambda one: one.standing,
        template="training/_standing_cell.html",
        sorts=True,
        filters=TrainingStanding,
    ),
    Column(
        "verified", _("Verified"), lambda one: one.verified_by if one.verified_at else gettext("not yet"), sorts=True
    ),
)
OWN_RECORDS: Table[TrainingView] = Table(
    name="training",
    caption=_("My training"),
    empty=_("Nothing is recorded about you yet. Those who lead your agency record what you complete."),
    searches=True,
    columns=COLUMNS,
)
RECORDS: Table[TrainingView] = Table(
    name="training",
    caption=_("Recorded"),
    empty=_("Nothing is recorded yet."),
    searches=True,
    columns=(_PERSON, *COLUMNS),
)
