"""The office writes a custody note in the moment in which an operation opens: the operation has it, first or second."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection, connections

from coordination.models import User
from coordination.reunification.models import Operation, PickUpRestriction
from coordination.reunification.rules.given import StudentAddedIn
from coordination.reunification.work import copying, moving, restrictions
from coordination.room.models import Room
from coordination.rosters.models import CustodyNote, RosterPerson, RosterReader, RosterSchool
from coordination.rosters.work import keeping
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, asks, make_cast, open_room
from tests.factories.mou import NOW, make_agency, make_member
from tests.factories.rosters import QUINCE
from tests.stage.incident.panic import run
from tests.stage.reunification import bring_students
from tests.support.processes import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgis]
TEXT = "By order of the court only the grandmother."
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    bring_students(cast, 2)
    RosterReader.objects.create(agency=cast.school, user=cast.insider, added_at=NOW, let_in_at=NOW)
    return cast


def office_writes(school: Agency, reader: User) -> None:
    student = RosterPerson.objects.get(sourced_id="student-1")
    keeping.add_custody_note(actor_id=reader.pk, agency_id=school.pk, student_id=student.pk, text=TEXT, at=NOW)


def office_takes_away(cast: Cast) -> None:
    note = CustodyNote.objects.get()
    actor, school = cast.insider.pk, cast.school.pk
    keeping.remove_custody_note(actor_id=actor, agency_id=school, student_id=note.student_id, note_id=note.pk, at=NOW)


def set_other_school(cast: Cast) -> tuple[Agency, User, RosterSchool]:
    """Make another school of the district, a reader of it, and its organization in the roster."""
    other = make_agency(AgencyKind.SCHOOL, name="Fairview Middle", parent=cast.district)
    reader = make_member(other, role=MemberRole.STAFF).user
    RosterReader.objects.create(agency=other, user=reader, added_at=NOW, let_in_at=NOW)
    roster = RosterPerson.objects.get(sourced_id="student-1").roster
    org = RosterSchool.objects.create(roster=roster, sourced_id="middle", name=other.name, school=other)
    return other, reader, org


def operation_opens(cast: Cast, room: Room) -> None:
    run(cast.insider, room.pk, "open_reunification", operation_id=uuid4(), place_id=uuid4(), place="Fairgrounds")


@contextmanager
def stopped_after(target: object, name: str) -> Iterator[tuple[Event, Event]]:
    """Stop who has called a function, in their open transaction; give when they came there, and what lets them go."""
    arrived, go_on, real = Event(), Event(), getattr(target, name)

    def stop(*args: object, **fields: object) -> object:
        done = real(*args, **fields)
        arrived.set()
        assert go_on.wait(60), "no one let it go"
        return done

    with patch.object(target, name, stop):
        try:
            yield arrived, go_on
        finally:
            go_on.set()


def others_work(pool: ThreadPoolExecutor, work: object, *args: object) -> Future[None]:
    def run_alone() -> None:
        try:
            work(*args)  # type: ignore[operator]
        finally:
            connections.close_all()

    return pool.submit(run_alone)


def wait_for_the_second(second: Future[None]) -> None:
    """Wait until the second one waits for the first in the database, or is through without having waited."""

    def is_there() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            return second.done() or bool(cursor.fetchone()[0])

    wait_until(is_there, timeout_s=30, what="the second one waits or is done")


def texts() -> list[tuple[str, bool]]:
    """Return the texts that the operation has, and whether each still counts."""
    assert Operation.objects.count() == 1
    return [(one.text, one.gone_at is None) for one in PickUpRestriction.objects.order_by("pk")]


def test_a_note_that_is_written_while_the_students_are_copied_counts(cast: Cast) -> None:
    room = open_room(cast)
    with ThreadPoolExecutor(2) as pool, stopped_after(copying, "_copy_adults") as (copied, go_on):
        opening = others_work(pool, operation_opens, cast, room)
        assert copied.wait(60)
        writing = others_work(pool, office_writes, cast.school, cast.insider)
        wait_for_the_second(writing)
        go_on.set()
        opening.result(60)
        writing.result(60)

    assert texts() == [(TEXT, True)]


def test_a_note_that_is_written_and_not_kept_yet_when_an_operation_opens_counts(cast: Cast) -> None:
    room = open_room(cast)
    with ThreadPoolExecutor(2) as pool, stopped_after(restrictions, "hear_custody_change") as (heard, go_on):
        writing = others_work(pool, office_writes, cast.school, cast.insider)
        assert heard.wait(60)
        opening = others_work(pool, operation_opens, cast, room)
        wait_for_the_second(opening)
        go_on.set()
        writing.result(60)
        opening.result(60)

    assert texts() == [(TEXT, True)]


def test_a_note_that_is_taken_away_while_an_operation_opens_holds_no_one(cast: Cast) -> None:
    room = open_room(cast)
    office_writes(cast.school, cast.insider)
    with ThreadPoolExecutor(2) as pool, stopped_after(copying, "_copy_adults") as (copied, go_on):
        opening = others_work(pool, operation_opens, cast, room)
        assert copied.wait(60)
        removing = others_work(pool, office_takes_away, cast)
        wait_for_the_second(removing)
        go_on.set()
        opening.result(60)
        removing.result(60)

    assert texts() == [(TEXT, False)]


def test_an_opening_waits_for_no_note_that_waits_for_a_deletion(cast: Cast) -> None:
    room = open_room(cast)
    office_writes(cast.school, cast.insider)
    with ThreadPoolExecutor(2) as pool, stopped_after(keeping, "refuse_if_held") as (holds, go_on):
        removing = others_work(pool, office_takes_away, cast)
        assert holds.wait(60)
        opening = others_work(pool, operation_opens, cast, room)
        wait_for_the_second(opening)
        assert opening.done()
        assert texts() == [(TEXT, True)]
        go_on.set()
        opening.result(60)
        removing.result(60)

    assert texts() == [(TEXT, False)]


def test_a_note_of_another_school_to_which_a_child_is_moved_in_that_moment_counts(cast: Cast) -> None:
    room = open_room(cast)
    other, reader, org = set_other_school(cast)
    with ThreadPoolExecutor(2) as pool, stopped_after(copying, "_copy_adults") as (copied, go_on):
        opening = others_work(pool, operation_opens, cast, room)
        assert copied.wait(60)
        RosterPerson.objects.filter(sourced_id="student-1").update(org=org)
        writing = others_work(pool, office_writes, other, reader)
        wait_for_the_second(writing)
        go_on.set()
        opening.result(60)
        writing.result(60)

    assert texts() == [(TEXT, True)]


# --- a child of another school who is added ---------------------------------------------------------------------------
def move_student(cast: Cast) -> tuple[Agency, User]:
    """Move the first student to another school of the district; return it with a reader of it."""
    other, reader, org = set_other_school(cast)
    RosterPerson.objects.filter(sourced_id="student-1").update(org=org)
    return other, reader


def greeter_adds(cast: Cast) -> None:
    given = StudentAddedIn(given_name="Student-1", family_name=QUINCE)
    moving.add_student(asks(cast.insider), Operation.objects.get().pk, given)


def test_a_note_elsewhere_that_is_not_kept_yet_when_its_child_is_added_counts(cast: Cast) -> None:
    other, reader = move_student(cast)
    operation_opens(cast, open_room(cast))
    with ThreadPoolExecutor(2) as pool, stopped_after(restrictions, "hear_custody_change") as (heard, go_on):
        writing = others_work(pool, office_writes, other, reader)
        assert heard.wait(60)
        adding = others_work(pool, greeter_adds, cast)
        wait_for_the_second(adding)
        go_on.set()
        writing.result(60)
        adding.result(60)

    assert texts() == [("", True)]


def test_a_note_elsewhere_that_is_written_while_its_child_is_added_counts(cast: Cast) -> None:
    other, reader = move_student(cast)
    operation_opens(cast, open_room(cast))
    with ThreadPoolExecutor(2) as pool, stopped_after(moving, "notes_elsewhere") as (read, go_on):
        adding = others_work(pool, greeter_adds, cast)
        assert read.wait(60)
        writing = others_work(pool, office_writes, other, reader)
        wait_for_the_second(writing)
        go_on.set()
        adding.result(60)
        writing.result(60)

    assert texts() == [("", True)]
