"""A child who was added on the spot, and is in the roster as well: found by name, held by the roster's texts."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import NotCleared
from coordination.reunification.models import Operation, PickUpRestriction, Release, ReunitedStudent
from coordination.reunification.rules.same_child import Named, may_be_same
from coordination.reunification.vocabulary import PickUpState, StudentState, WhyAsked
from coordination.reunification.wire import HoldLine, PickUpLine
from coordination.reunification.work.queries import find_students, list_holds, list_to_decide
from coordination.reunification.work.same_child import ListedChildren, restrictions_on, texts_on_each
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import NOW
from tests.factories.rosters import QUINCE
from tests.stage.reunification import (
    ORDER,
    Reuniting,
    add_child,
    office_takes_away,
    office_writes,
    page_of_holds,
    set_reunification,
)

S, P, W = StudentState, PickUpState, WhyAsked


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


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


def test_a_held_child_who_is_added_a_second_time_is_held_as_well(made: Reuniting) -> None:
    twin = add_child(made, "Student-4", QUINCE)

    (pick_up,) = made.check_in("Uncle Quick", int(twin.code[2:]))

    assert pick_up.state == P.HELD.value
    (hold,) = list_holds(asks(made.director), made.operation_id)
    assert [one.code for one in hold.restrictions] == ["S-0004"]
    not_released = Release.objects.count()
    with pytest.raises(NotCleared):
        made.release(pick_up)
    assert Release.objects.count() == not_released == 0


def test_a_text_about_the_child_of_the_roster_holds_the_added_entry_too(made: Reuniting) -> None:
    twin = add_child(made, "Student-1", QUINCE, "9")
    (pick_up,) = made.check_in("Aunt Agatha", int(twin.code[2:]))
    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NOT_LISTED.value)

    office_writes(made, 1)

    pick_up.refresh_from_db()
    assert pick_up.state == P.HELD.value


def test_both_pages_and_the_director_are_warned_of_a_child_who_is_there_twice(made: Reuniting) -> None:
    twin, other = add_child(made, "Student-1", QUINCE), add_child(made, "Someone", "Else")
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
        twin = add_child(made, f"Student-{number}", QUINCE, "9")
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


NAMES = (
    "Jose",
    "josé QUINTANA",
    "Quintana, José-María",
    "Maria Jose Quintana Ruiz",
    "O'Neil",
    "oneil",
    "?",
    "ÅSA",
    "雷",
)
LISTED = (
    ("José María", "", "Quintana", "3"),
    ("Pepe", "José", "Quintana", ""),
    ("Pepe", "José", "Quintana", "K"),
    ("Shea", "", "O'Neil", "12"),
    ("Åsa", "", "Berg", "05"),
    ("雷", "", "李", ""),
    ("", "", "?", ""),
)


def list_child(operation: Operation, code: str, given: str, called: str, family: str, grade: str) -> ReunitedStudent:
    return ReunitedStudent.objects.create(
        operation=operation,
        code=code,
        roster_person_id=uuid4(),
        given_name=given,
        roster_given_name=called,
        family_name=family,
        grade=grade,
        state=S.NOT_EVACUATED.value,
        changed_at=NOW,
    )


def test_by_the_words_of_their_names_no_child_is_lost(made: Reuniting) -> None:
    for number, (given, called, family, grade) in enumerate(LISTED, start=101):
        list_child(made.operation, f"S-0{number}", given, called, family, grade)
    everyone = list(made.operation.students.all())
    listed = ListedChildren(made.operation_id)
    found = 0
    for name in NAMES:
        for grade in ("", "3", "K", "5"):
            added = ReunitedStudent(operation=made.operation, given_name=name, grade=grade)
            wanted = {
                one.code
                for one in everyone
                for known in (one.given_name, one.roster_given_name or one.given_name)
                if may_be_same(Named(name, grade), Named(f"{known} {one.family_name}", one.grade))
            }
            assert {one.code for one in listed.same_as(added)} == wanted, (name, grade)
            found += len(wanted)
    assert found > len(NAMES)
    # Two of the roster are two, whatever they are called.
    assert not any(listed.same_as(one) for one in everyone)


def test_each_text_of_each_child_of_that_name_is_read_and_what_is_gone_comes_last(made: Reuniting) -> None:
    office_writes(made, 1, "First.")
    gone = office_writes(made, 1, "Gone.")
    namesake = list_child(made.operation, "S-0101", "Student-1", "", QUINCE, "")
    PickUpRestriction.objects.create(student=namesake, text="Of the other.", by_name="Office", noted_at=NOW)
    twin = add_child(made, "Student-1", QUINCE)
    one = made.student(1)
    office_takes_away(made, 1, gone)

    read = texts_on_each([twin, one, namesake], ListedChildren(made.operation_id))

    said = {made_of.pk: [text.text for text in read[made_of.pk]] for made_of in (twin, one, namesake)}
    # What is gone is read of the child's own entry; it holds no one.
    assert said == {
        twin.pk: ["First.", "Of the other."],
        one.pk: ["First.", "Gone."],
        namesake.pk: ["Of the other."],
    }
    assert [text.text for text in restrictions_on(one)] == ["First."]
    assert [text.text for text in restrictions_on(twin)] == ["First.", "Of the other."]


def test_a_text_on_a_child_of_that_name_in_another_operation_is_not_read_and_clears_no_one(made: Reuniting) -> None:
    other = Operation.objects.create(id=uuid4(), room=made.room, is_exercise=False, last_number=1, opened_at=NOW)
    theirs = list_child(other, "S-0001", "Robin", "", "Fairview", "")
    PickUpRestriction.objects.create(student=theirs, text=ORDER, by_name="Office", noted_at=NOW)
    twin = add_child(made, "Robin", "Fairview")

    (pick_up,) = made.check_in("Uncle Quick", int(twin.code[2:]))

    # No adult is listed for a child who was added: the director decides, and reads nothing of another school.
    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NOT_LISTED.value)
    (line,) = list_to_decide(desk_for(user_id=made.director.pk, operation_id=made.operation_id, at=NOW))
    assert line.maybe_same == []
    assert (restrictions_on(twin), texts_on_each([twin], ListedChildren(made.operation_id))) == ([], {twin.pk: []})
    assert ORDER not in page_of_holds(made, made.director)


def test_a_child_who_is_called_by_another_name_is_found_and_held_by_the_name_of_the_roster(made: Reuniting) -> None:
    listed = made.student(4)
    ReunitedStudent.objects.filter(pk=listed.pk).update(given_name="Bobby", roster_given_name="Student-4")

    desk = desk_for(user_id=made.greeter.pk, operation_id=made.operation_id, at=NOW)
    assert [one.code for one in find_students(desk, "Student-4")] == [listed.code]
    twin = add_child(made, "Student-4", QUINCE)
    (pick_up,) = made.check_in("Uncle Quick", int(twin.code[2:]))

    assert pick_up.state == P.HELD.value
