"""Restrictions that change meanwhile, a child who is there twice, an exercise without real texts, the second person."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.incident.reunification.errors import NotDirecting, SumDoesNotClose
from coordination.incident.reunification.standing import CLOSING_WAITS
from coordination.models import User
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import NotCleared, StudentChanged
from coordination.reunification.models import PickUp, PickUpRestriction, Release, ReunitedStudent
from coordination.reunification.rules.given import PickUpDecisionIn, StudentAddedIn
from coordination.reunification.rules.same_child import Named, may_be_same
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.wire import HoldLine, PickUpLine
from coordination.reunification.work.moving import add_student
from coordination.reunification.work.pick_ups import decide_pick_up
from coordination.reunification.work.queries import find_students, list_changed_restrictions, list_holds, list_to_decide
from coordination.room.models import LogEntry
from coordination.rosters.models import CustodyNote, RosterReader
from coordination.rosters.work.keeping import add_custody_note, remove_custody_note
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import NOW
from tests.factories.rosters import QUINCE
from tests.stage.incident.panic import run
from tests.stage.reunification import Reuniting, lead_law_enforcement, parent_of, set_reunification

S, T, P, W = StudentState, StudentStep, PickUpState, WhyAsked
TEXT = "By order of the court only the grandmother."


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


def office_writes(made: Reuniting, number: int, text: str = TEXT) -> UUID:
    cast = made.cast
    RosterReader.objects.get_or_create(
        agency=cast.school, user=cast.insider, defaults={"added_by": None, "added_at": NOW, "let_in_at": NOW}
    )
    student_id = made.student(number).roster_person_id
    assert student_id is not None
    return add_custody_note(
        actor_id=cast.insider.pk, agency_id=cast.school.pk, student_id=student_id, text=text, at=NOW
    )


def office_takes_away(made: Reuniting, number: int, note_id: UUID) -> None:
    student_id = made.student(number).roster_person_id
    assert student_id is not None
    actor, school = made.cast.insider.pk, made.cast.school.pk
    remove_custody_note(actor_id=actor, agency_id=school, student_id=student_id, note_id=note_id, at=NOW)


# --- the office changes one -------------------------------------------------------------------------------------------
def test_a_text_that_the_office_writes_now_holds_the_child_at_the_last_table(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    entries = LogEntry.objects.filter(room=made.room).count()

    office_writes(made, 1)

    pick_up.refresh_from_db()
    assert (pick_up.state, pick_up.why) == (P.HELD.value, W.RESTRICTION.value)
    assert made.student(1).state == S.HELD_CUSTODY_ISSUE.value
    with pytest.raises(NotCleared):
        made.release(pick_up)
    assert (Release.objects.count(), made.counts().equation().is_whole) == (0, True)
    # A hold leaves no trace in the room.
    assert LogEntry.objects.filter(room=made.room).count() == entries
    (hold,) = list_holds(asks(made.director), made.operation_id)
    assert [(one.text, one.came_at is not None) for one in hold.restrictions] == [(TEXT, True)]
    (changed,) = list_changed_restrictions(asks(made.director), made.operation_id)
    assert (changed.code, changed.text) == ("S-0001", TEXT)
    # Once someone has read it, the child goes on their way.
    made.decide(made.director, pick_up, is_cleared=True)
    made.bring_to_family(1)
    made.release(pick_up)


def test_a_text_is_heard_before_anyone_came_and_of_an_adult_who_waits_for_the_bus(made: Reuniting) -> None:
    (waiting,) = made.check_in(parent_of(2), 2)
    office_writes(made, 1)
    office_writes(made, 2)

    waiting.refresh_from_db()
    assert (waiting.state, made.student(2).state) == (P.HELD.value, S.NOT_EVACUATED.value)
    made.assemble(1, 2)
    assert made.student(2).state == S.HELD_CUSTODY_ISSUE.value
    assert made.check_in(parent_of(1), 1)[0].state == P.HELD.value
    # Who has the child already has them; the director reads that the office wrote it.
    made.assemble(3)
    (third,) = made.check_in(parent_of(3), 3)
    made.bring_to_family(3)
    made.release(third)
    office_writes(made, 3)
    assert made.student(3).state == S.RELEASED.value
    assert "S-0003" in {one.code for one in list_changed_restrictions(asks(made.director), made.operation_id)}


def test_a_text_that_is_taken_away_holds_no_one_who_comes_later_and_frees_no_one_by_itself(made: Reuniting) -> None:
    made.assemble(1)
    note = office_writes(made, 1)
    (held,) = made.check_in("Uncle Quick", 1)

    office_takes_away(made, 1, note)

    held.refresh_from_db()
    assert (held.state, made.student(1).state) == (P.HELD.value, S.HELD_CUSTODY_ISSUE.value)
    (line,) = list_changed_restrictions(asks(made.director), made.operation_id)
    assert line.gone_at is not None
    made.decide(made.director, held, is_cleared=False)
    (parent,) = made.check_in(parent_of(1), 1)
    # Someone was refused before: the director looks, and no text holds.
    assert (parent.state, parent.why) == (P.SUPERVISOR.value, W.ASKED_TWICE.value)


def test_a_closed_operation_hears_nothing(made: Reuniting) -> None:
    made.run(made.director, "close_reunification", reason="One")
    made.run(made.cast.dispatcher, "close_reunification", reason="Two")
    office_writes(made, 1)
    assert not PickUpRestriction.objects.filter(student__code="S-0001").exists()


def page_of_holds(made: Reuniting, user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/reunifications/{made.operation_id}/holds", follow=True).content.decode()


def test_what_changed_is_read_by_who_decides_on_holds_alone(made: Reuniting) -> None:
    office_writes(made, 1)
    assert TEXT in page_of_holds(made, made.director)
    assert TEXT in page_of_holds(made, lead_law_enforcement(made))
    for who in (made.greeter, made.reunifier, made.accountant, made.cast.dispatcher):
        assert TEXT not in page_of_holds(made, who)


# --- an exercise ------------------------------------------------------------------------------------------------------
def test_an_exercise_has_that_there_is_a_restriction_and_not_what_it_says(cast: Cast) -> None:
    made = set_reunification(cast, students=4, noted=[4], is_exercise=True)
    office_writes(made, 1)
    assert set(PickUpRestriction.objects.values_list("text", "by_name")) == {("", "")}

    made.assemble(4)
    assert made.check_in(parent_of(4), 4)[0].state == P.HELD.value
    shown = page_of_holds(made, made.director)
    assert "Its text is not shown" in shown
    assert TEXT not in shown
    assert "Allowed: anyone." not in shown
    assert CustodyNote.objects.count() == 2


# --- a child who is there twice ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("added", "grade", "is_same"),
    [
        ("Student-4 Quincewater", "", True),
        ("quincewater, STUDENT-4", "9", True),
        ("Student-4", "Grade 9", True),
        ("Student-4 Maria Quincewater", "09", True),
        ("Student-4 Quincewater", "K", True),
        ("Student-4 Quincewater", "Kindergarten", True),
        ("Student-4 Quincewater", "3", False),
        ("Quince", "", False),
        ("?", "", False),
    ],
)
def test_whether_two_entries_may_be_one_child(added: str, grade: str, is_same: bool) -> None:
    assert may_be_same(Named(added, grade), Named("Student-4 Quincewater", "09")) is is_same


def add(made: Reuniting, given_name: str, family_name: str = "", grade: str = "") -> ReunitedStudent:
    given = StudentAddedIn(given_name=given_name, family_name=family_name, grade=grade)
    return add_student(asks(made.greeter), made.operation_id, given)


def test_a_held_child_who_is_added_a_second_time_is_held_as_well(made: Reuniting) -> None:
    twin = add(made, "Student-4", QUINCE)

    (pick_up,) = made.check_in("Uncle Quick", int(twin.code[2:]))

    assert pick_up.state == P.HELD.value
    (hold,) = list_holds(asks(made.director), made.operation_id)
    assert [one.code for one in hold.restrictions] == ["S-0004"]
    not_released = Release.objects.count()
    with pytest.raises(NotCleared):
        made.release(pick_up)
    assert Release.objects.count() == not_released == 0


def test_a_text_about_the_child_of_the_roster_holds_the_added_entry_too(made: Reuniting) -> None:
    twin = add(made, "Student-1", QUINCE, "9")
    (pick_up,) = made.check_in("Aunt Agatha", int(twin.code[2:]))
    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NOT_LISTED.value)

    office_writes(made, 1)

    pick_up.refresh_from_db()
    assert pick_up.state == P.HELD.value


def test_both_pages_and_the_director_are_warned_of_a_child_who_is_there_twice(made: Reuniting) -> None:
    twin, other = add(made, "Student-1", QUINCE), add(made, "Someone", "Else")
    made.check_in("Aunt Agatha", int(twin.code[2:]))
    client = Client()
    client.force_login(made.director)

    def page(path: str) -> str:
        return client.get(f"/reunifications/{made.operation_id}{path}").content.decode()

    words = "This may be the same child"
    assert words in page(f"/students/{twin.code}")
    assert words in page("/students/S-0001")
    assert words not in page("/students/S-0002")
    assert words not in page(f"/students/{other.code}")
    assert "may be in the roster as well: S-0001" in page("")


def maybe_same_of(line: PickUpLine | HoldLine) -> list[str]:
    return (line.pick_up if isinstance(line, HoldLine) else line).maybe_same


def list_of_holds(desk: Desk) -> list[HoldLine]:
    return list_holds(asks(User.objects.get(pk=desk.user_id)), desk.operation.pk)


@pytest.mark.parametrize("read", [list_to_decide, list_of_holds])
def test_a_list_of_added_children_costs_the_same_however_long_it_is(
    cast: Cast, read: Callable[[Desk], Sequence[PickUpLine | HoldLine]]
) -> None:
    made = set_reunification(cast, students=8, noted=[1, 2, 3, 4, 5, 6])

    def queries() -> tuple[int, int]:
        desk = desk_for(user_id=made.director.pk, operation_id=made.operation_id, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            lines = read(desk)
        assert len([one for one in lines if maybe_same_of(one)]) == len(lines)
        return len(lines), len(captured)

    def come(number: int) -> None:
        # Of the first six a text of the roster holds the added entry, of the other two none does.
        twin = add(made, f"Student-{number}", QUINCE, "9")
        made.check_in("Aunt Agatha", int(twin.code[2:]))

    come(1)
    come(7)
    one, few = queries()
    for number in (2, 3, 4, 5, 6, 8):
        come(number)
    several, many = queries()

    assert one == 1
    assert several > one
    assert many == few


# --- the second person ------------------------------------------------------------------------------------------------
def close(made: Reuniting, who: User, after: timedelta) -> object:
    said = {"operation_id": made.operation_id, "reason": "They are at home"}
    return run(who, made.room.pk, "close_reunification", at=NOW + after, **said)


def test_a_closing_waits_a_quarter_of_an_hour_for_its_second_person(made: Reuniting) -> None:
    close(made, made.director, timedelta())
    with pytest.raises(SumDoesNotClose):
        close(made, made.director, CLOSING_WAITS - timedelta(seconds=1))
    # Too late, and no director: it is as if no one had asked.
    with pytest.raises(NotDirecting):
        close(made, made.cast.dispatcher, CLOSING_WAITS)
    assert made.counts().state == "open"

    close(made, made.director, CLOSING_WAITS + timedelta(minutes=1))
    assert made.counts().state == "open"
    close(made, made.cast.dispatcher, CLOSING_WAITS + timedelta(minutes=2))
    assert made.counts().state == "closed"
    assert PickUp.objects.count() == 0


def test_who_clears_an_adult_has_read_the_newest_text(made: Reuniting) -> None:
    office_writes(made, 1)
    (held,) = made.check_in(parent_of(1), 1)
    read = max(one.pk for one in PickUpRestriction.objects.filter(student=held.student))
    office_writes(made, 1, "By order of the court neither parent.")
    stale = PickUpDecisionIn(is_cleared=True, words="Read the order.", newest_text=read)

    with pytest.raises(StudentChanged):
        decide_pick_up(asks(made.director), made.operation_id, held.pk, stale)
    held.refresh_from_db()
    assert held.state == P.HELD

    (line,) = list_holds(asks(made.director), made.operation_id)
    again = PickUpDecisionIn(is_cleared=True, words="Read both.", newest_text=line.newest_text)
    decide_pick_up(asks(made.director), made.operation_id, held.pk, again)
    held.refresh_from_db()
    assert held.state == P.WAITING


def test_a_child_who_is_called_by_another_name_is_found_and_held_by_the_name_of_the_roster(made: Reuniting) -> None:
    listed = made.student(4)
    ReunitedStudent.objects.filter(pk=listed.pk).update(given_name="Bobby", roster_given_name="Student-4")

    desk = desk_for(user_id=made.greeter.pk, operation_id=made.operation_id, at=NOW)
    assert [one.code for one in find_students(desk, "Student-4")] == [listed.code]
    twin = add(made, "Student-4", QUINCE)
    (pick_up,) = made.check_in("Uncle Quick", int(twin.code[2:]))

    assert pick_up.state == P.HELD.value
