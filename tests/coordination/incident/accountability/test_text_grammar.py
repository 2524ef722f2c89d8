"""What a text message says of a room, and what is left unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.incident.accountability.text_messages.text_grammar import count_in, read_text
from coordination.vocabulary import DoorLock, RoomReportState

OK, HELP, MEDICAL = RoomReportState.OK, RoomReportState.NEED_HELP, RoomReportState.MEDICAL


@pytest.mark.parametrize(
    ("text", "state", "before", "after"),
    [
        ("1", OK, (), ()),
        ("2", HELP, (), ()),
        ("3", MEDICAL, (), ()),
        ("OK", OK, (), ()),
        ("19 ok", OK, ("19",), ()),
        ("ok 19", OK, (), ("19",)),
        ("112 ok 19", OK, ("112",), ("19",)),
        ("Room 112: OK, 19 students", OK, ("112",), ("19",)),
        ("B-12 ok", OK, ("b-12",), ()),
        ("help 112", HELP, (), ("112",)),
        ("HELP!!!", HELP, (), ()),
        ("medical", MEDICAL, (), ()),
        ("112 ok but one is hurt", MEDICAL, ("112",), ()),
        ("112 not ok", HELP, ("112",), ()),
        ("Salón 112 bien, 19 alumnos", OK, ("112",), ("19",)),
        ("¡AYUDA! 112", HELP, (), ("112",)),
        ("no estamos bien", HELP, (), ()),
        ("nobody in 101 is ok", HELP, ("101",), ()),
        ("none of us in 101 are okay", HELP, ("101",), ()),
        ("nadie en 101 esta bien", HELP, ("101",), ()),
        ("médico aula 7", MEDICAL, (), ("7",)),
        ("112", None, ("112",), ()),
        ("", None, (), ()),
        ("he is in the hallway", None, (), ()),
    ],
)
def test_what_people_write(
    text: str, state: RoomReportState | None, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    read = read_text(text)

    assert (read.state, read.before, read.after) == (state, before, after)


@pytest.mark.parametrize(
    ("text", "state", "door"),
    [
        ("locked", OK, DoorLock.LOCKED),
        ("cerrado", OK, DoorLock.LOCKED),
        ("112 ok 19 locked", OK, DoorLock.LOCKED),
        ("help, unlocked", HELP, DoorLock.UNLOCKED),
        ("open", None, DoorLock.UNLOCKED),
        ("not locked", None, DoorLock.LOCKED),
    ],
)
def test_a_locked_door_alone_says_that_the_room_is_fine_and_an_open_one_does_not(
    text: str, state: RoomReportState | None, door: DoorLock
) -> None:
    read = read_text(text)

    assert (read.state, read.door) == (state, door)


@pytest.mark.parametrize("text", ["exercise 112 ok 19", "SIMULACRO 112 bien"])
def test_a_text_may_say_that_it_belongs_to_an_exercise(text: str) -> None:
    assert read_text(text).is_exercise
    assert not read_text("112 ok").is_exercise


@pytest.mark.parametrize("text", ["112 ok 19 sub", "substitute, 112 OK 19", "112 bien 19 suplente"])
def test_a_text_may_say_that_a_substitute_is_there(text: str) -> None:
    assert (read_text(text).is_substitute, read_text(text).is_whole) == (True, True)
    assert not read_text("112 ok 19").is_substitute


def test_words_that_were_not_understood_are_noticed() -> None:
    assert read_text("Room 112: OK, 19 students").is_whole
    assert not read_text("112 ok, a man with a bag at door 7").is_whole


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read = read_text(text)

    assert all(count_in(one) is None or count_in(one) == int(one) for one in (*read.before, *read.after))
