"""When a room has an option, what is said of it, and when nothing is."""

from dataclasses import replace

import pytest
from django.utils import translation

from mapping.options.rules import PlaceOptions, PlaceWayOut, RoomOptions, WayOut, number_key, state_of
from mapping.options.vocabulary import BuildingLock, OptionsState, PlaceKind, PlaceWay, RoomLock, WayOutKind
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


COVER = PlaceWayOut(PlaceWay.COVER, "the gym wall")
LOCKED = PlaceWayOut(PlaceWay.LOCKED, "112")
AWAY = PlaceWayOut(PlaceWay.AWAY, "door 7")


@pytest.mark.parametrize("kind", [PlaceKind.HALL, PlaceKind.GROUNDS, PlaceKind.BUILDING])
@pytest.mark.parametrize(
    ("ways", "has_option"),
    # Behind cover no one waits: it is on the way to a door that locks, or away.
    [((), False), ((COVER,), False), ((LOCKED,), True), ((COVER, AWAY), True)],
)
def test_another_place_has_an_option_if_people_get_behind_a_door_that_locks_or_away(
    kind: PlaceKind, ways: tuple[PlaceWayOut, ...], *, has_option: bool
) -> None:
    place = PlaceOptions(kind, ways)

    assert place.has_option is has_option
    assert state_of(place, Freshness.CURRENT) is (OptionsState.HAS_OPTION if has_option else OptionsState.NO_OPTION)
    assert state_of(place, Freshness.OVERDUE) is OptionsState.TOO_OLD


@pytest.mark.parametrize(
    ("locks", "has_option"), [(BuildingLock.ONCE, True), (BuildingLock.EACH, True), (BuildingLock.NOT_ALL, False)]
)
def test_a_building_has_an_option_if_all_its_outside_doors_lock(locks: BuildingLock, *, has_option: bool) -> None:
    assert PlaceOptions(PlaceKind.BUILDING, locks=locks).has_option is has_option


def test_of_a_hall_and_outdoors_it_is_always_said_that_no_one_waits_in_the_open() -> None:
    field = PlaceOptions(PlaceKind.GROUNDS, (COVER, LOCKED, AWAY), 40)

    assert options_line(field) == (
        "Never wait in the open: get behind a door that locks, or away. "
        "Locks from inside: 112. Ways away: door 7. Cover: the gym wall. The nearest: 130 ft (40 m)."
    )
    assert options_line(PlaceOptions(PlaceKind.HALL)).startswith("Never wait in the open")
    assert options_line(PlaceOptions(PlaceKind.HALL)).endswith("No door that locks and no way off was seen near it.")
    building = options_line(PlaceOptions(PlaceKind.BUILDING, (AWAY,), locks=BuildingLock.ONCE))
    assert building == "All outside doors lock at once. Ways away: door 7."
    with translation.override("es"):
        assert options_line(field).startswith("Nunca espere al descubierto")


def test_rooms_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["Gym", "112", "9", "B2", "2A"], key=number_key) == ["2A", "B2", "9", "112", "Gym"]
