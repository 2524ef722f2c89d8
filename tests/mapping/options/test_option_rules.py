"""When a room has an option, what is said of it, and when nothing is."""

from dataclasses import replace

import pytest
from django.utils import translation

from mapping.options.rules import RoomOptions, WayOut, number_key, state_of
from mapping.options.vocabulary import OptionsState, RoomLock, WayOutKind
from mapping.options.words import options_line
from mapping.vocabulary import Freshness

NOTHING = RoomOptions(RoomLock.NONE, can_barricade=False, is_hidden=False)
WINDOW = WayOut(WayOutKind.WINDOW, "the east lawn")


@pytest.mark.parametrize(
    ("options", "has_option"),
    [
        (NOTHING, False),
        # To hide behind a door that anyone opens is no option, and no one goes into the hall to lock it.
        (replace(NOTHING, is_hidden=True), False),
        (replace(NOTHING, locks=RoomLock.HALL), False),
        (replace(NOTHING, locks=RoomLock.INSIDE), True),
        (replace(NOTHING, can_barricade=True), True),
        (replace(NOTHING, ways_out=(WINDOW,)), True),
    ],
)
def test_a_room_has_an_option_if_it_can_be_closed_from_inside_or_left_another_way(
    options: RoomOptions, has_option: bool
) -> None:
    assert options.has_option is has_option
    expected = OptionsState.HAS_OPTION if has_option else OptionsState.NO_OPTION
    assert state_of(options, Freshness.CURRENT) is state_of(options, Freshness.AGEING) is expected
    # What is too old is no claim in either direction.
    assert state_of(options, Freshness.OVERDUE) is OptionsState.TOO_OLD
    assert state_of(None, Freshness.UNVERIFIED) is OptionsState.NOT_WALKED
    assert ("Never wait here" in options_line(options)) is not has_option


def test_one_line_says_what_was_seen_and_no_more() -> None:
    room = RoomOptions(RoomLock.INSIDE, can_barricade=False, is_hidden=True, ways_out=(WINDOW,), cover_m=40)

    line = options_line(room)

    assert line == (
        "Door locks from inside. Second way out: window to the east lawn. Out of sight from the door is possible."
    )
    assert "barricade" not in line
    # How far cover is counts where the room cannot be held.
    assert options_line(replace(room, locks=RoomLock.NONE)).endswith("Cover: 130 ft (40 m).")
    with translation.override("es"):
        assert options_line(room).startswith("La puerta se cierra con llave desde adentro.")


def test_rooms_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["Gym", "112", "9", "B2", "2A"], key=number_key) == ["2A", "B2", "9", "112", "Gym"]
