"""While a set is stored nothing of it is read, others write in between, and what a killed process leaves goes away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from coordination.rosters import access
from coordination.rosters.errors import RosterBeingStored
from coordination.rosters.models import (
    Enrollment,
    Guardianship,
    HeldRosterRow,
    Roster,
    RosterClass,
    RosterPerson,
    RosterSchool,
    Stage,
)
from coordination.rosters.vocabulary import RosterDoor, RosterSource
from coordination.rosters.work import queries
from coordination.rosters.work.queries import ClassLine, RosterSchoolView, StudentLine, StudentView
from coordination.rosters.work.retention import delete_people_who_left
from coordination.rosters.work.staging import TABLES, clear_given_up
from coordination.rosters.work.uploads import roster_for, take_set
from mou.vocabulary import OPERATOR
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.factories.rosters import QUINCE, bring, make_school_roster, packed, read, tables

pytestmark = pytest.mark.django_db
type Say = Callable[[int, int], None]


class KilledError(Exception):
    """Stands for the end of the process: nothing after it runs."""


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def store(cast: Cast, content: bytes, *, say: Say, may_shrink: bool = True) -> None:
    take_set(
        cast.district,
        read(content),
        source=RosterSource.CSV,
        actor_id=OPERATOR,
        may_shrink=may_shrink,
        at=NOW,
        progress=say,
    )


@dataclass(frozen=True)
class Seen:
    """What everybody reads of a roster."""

    found: list[StudentLine]
    student: StudentView
    numbers: tuple[int, int, int, list[RosterSchoolView]]
    taught: list[ClassLine]
    lines: list[ClassLine]


def seen(cast: Cast) -> Seen:
    """Return what readers, teachers and keepers read of the roster, by their own doors."""
    found = queries.students_found(cast.school, QUINCE, user_id=cast.insider.pk, at=NOW, door=RosterDoor.PAGE)
    one = RosterPerson.objects.filter(sourced_id="student-1").get()
    student = queries.student_read(one, cast.school, user_id=cast.insider.pk, at=NOW, door=RosterDoor.PAGE)
    state = queries.roster_state(cast.district)
    taught = queries.class_lines(access.classes_taught_by(cast.teacher.pk, NOW))
    lines = queries.class_lines(queries.classes_of(cast.school))
    numbers = (state.students, state.guardians, state.classes, state.schools)
    return Seen(found, student, numbers, taught, lines)


def next_year(students: int = 2) -> bytes:
    """Return a set in which everybody is in another class, one student has left and the others are a grade higher."""
    made = tables(students=students)
    users = [{**one, "grades": "10", "agentSourcedIds": ""} for one in made["users"]]
    new = {"sourcedId": "student-9", "givenName": "Nine", "familyName": QUINCE, "grades": "10"}
    role = {**made["roles"][1], "sourcedId": "role-9", "userSourcedId": "student-9", "role": "student"}
    classes = [{**one, "sourcedId": "class-2", "title": "Algebra II"} for one in made["classes"]]
    enrollments = [
        {**one, "sourcedId": f"{one['sourcedId']}-2", "classSourcedId": "class-2"} for one in made["enrollments"]
    ]
    return packed(
        {
            **made,
            "users": [*users, new],
            "roles": [*made["roles"], role],
            "classes": classes,
            "enrollments": [*enrollments, {**enrollments[1], "sourcedId": "e-9", "userSourcedId": "student-9"}],
        }
    )


def test_until_all_of_a_set_is_there_everybody_reads_what_was_before(cast: Cast) -> None:
    make_school_roster(cast)
    before, during = seen(cast), []

    store(cast, next_year(), say=lambda _done, _total: during.append(seen(cast)))

    assert len(during) > 5
    assert all(one == before for one in during)
    after = seen(cast)
    assert [one.grade for one in after.found] == ["10", "10", "10"]
    assert (after.student.guardians, after.student.classes) == ([], ["Algebra II · 112 · Period 1"])
    assert [one.title for one in after.taught] == ["Algebra II"]
    assert (after.numbers[0], [one.students for one in after.lines]) == (3, [3])
    assert (Roster.objects.get().storing, Roster.objects.get().is_shown) == (None, False)
    assert not any(model._base_manager.filter(stage__isnull=False).exists() for model in TABLES)


def test_a_delta_that_takes_a_school_takes_its_classes_and_nobody_reads_them(cast: Cast) -> None:
    make_school_roster(cast)
    gone = {"orgs": [{"sourcedId": "org-1", "status": "tobedeleted", "name": cast.school.name, "type": "school"}]}

    store(cast, packed(gone, mode="delta"), say=lambda _done, _total: None)

    assert not RosterSchool.objects.exists()
    assert not RosterClass.objects.exists()
    assert not Enrollment.objects.exists()
    assert not access.students_of(cast.school).exists()
    assert RosterPerson.objects.filter(org=None, kind="student").count() == 3


def test_one_set_at_a_time_and_a_dead_one_is_cleared_away(cast: Cast) -> None:
    make_school_roster(cast)
    roster = roster_for(cast.district)
    before = seen(cast)
    with pytest.raises(KilledError):
        store(cast, next_year(), say=_dies_after(9, roster))
    staged = {one.__name__ for one in TABLES if one._base_manager.filter(stage__isnull=False).exists()}
    assert {"RosterClass", "Enrollment", "RosterPerson"} <= staged

    with pytest.raises(RosterBeingStored):
        bring(cast.district, next_year())
    assert seen(cast) == before
    # Who would be deleted may come back with the set.
    RosterPerson.objects.filter(sourced_id="student-3").update(left_at=NOW - timedelta(days=300))
    assert delete_people_who_left(NOW) == 0

    clear_given_up(NOW + timedelta(hours=1))

    assert not any(model._base_manager.filter(stage__isnull=False).exists() for model in TABLES)
    assert Guardianship.objects.count() == 3
    assert delete_people_who_left(NOW) == 1
    bring(cast.district, next_year(), may_shrink=True)
    assert RosterClass.objects.get().title == "Algebra II"


def test_what_dies_after_it_has_shown_a_set_leaves_what_is_read_as_it_is(cast: Cast) -> None:
    make_school_roster(cast)
    bring(cast.district, next_year(), may_shrink=True)
    roster, new = roster_for(cast.district), RosterClass.objects.get()
    old = RosterClass.objects.create(roster=roster, sourced_id="old", org=new.org, title="Old", stage=Stage.GOING)
    RosterClass.objects.filter(pk=new.pk).update(stage=Stage.COMING)
    Roster.objects.update(is_shown=True, storing=uuid4(), storing_until=NOW)
    shown = seen(cast)
    assert [one.title for one in RosterClass.objects.all()] == [new.title]

    clear_given_up(NOW + timedelta(minutes=1))

    assert seen(cast) == shown
    assert not RosterClass._base_manager.filter(pk=old.pk).exists()
    assert not Roster.objects.get().is_shown


def _dies_after(parts: int, roster: Roster) -> Say:
    """Return what ends the process after so many words: its claim stays, and so does what it has written."""
    said: list[int] = []

    def say(_done: int, _total: int) -> None:
        said.append(1)
        if len(said) == parts:
            # Nothing clears up after a killed process: here it finds the roster in another's hand.
            Roster.objects.filter(pk=roster.pk).update(storing=uuid4(), storing_until=NOW + timedelta(minutes=5))
            raise KilledError

    return say


def test_whoever_lost_the_roster_shows_nothing(cast: Cast) -> None:
    make_school_roster(cast)
    before = seen(cast)

    def loses(done: int, total: int) -> None:
        if done == total:
            Roster.objects.update(storing=uuid4())

    with pytest.raises(RosterBeingStored):
        store(cast, next_year(), say=loses)

    assert seen(cast) == before
    assert not HeldRosterRow.objects.exists()


def test_no_statement_that_shows_a_set_looks_at_every_row(cast: Cast) -> None:
    """What holds SQLite's one writer must not grow with what stays as it is."""
    if connection.vendor == "postgresql":
        return  # no one waits for it there, and it plans by how many rows there are
    roster = roster_for(cast.district)
    for model in (Enrollment, RosterPerson, RosterClass):
        rows = model._base_manager.filter(roster=roster, stage=Stage.COMING)
        assert f"{model.__name__.lower()}_staged" in rows.explain()
