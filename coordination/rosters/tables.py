"""The table of who read students, lately."""

from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.work.queries import RosterReadingView
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

READINGS: Table[RosterReadingView] = Table(
    name="readings",
    prefix="readings",
    caption=_("Who has read, lately"),
    empty=_("No one has read a student."),
    searches=True,
    columns=(
        Column("at", _("When"), lambda one: one.at, sorts=True, is_head=True),
        Column("person", _("Person"), lambda one: one.name, sorts=True),
        Column("door", _("By"), lambda one: one.door, sorts=True, filters=RosterDoor),
        Column("students", _("Students"), lambda one: one.students, sorts=True, is_number=True),
    ),
)
