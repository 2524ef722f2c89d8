"""The order of the walk, what an area has, and how far a floor is searched: pure, without a database."""

from uuid import UUID

import pytest

from coordination.incident.room_search import errors
from coordination.incident.room_search.rules.machine import SEARCHES
from coordination.incident.room_search.rules.order import (
    SearchSpace,
    floors_searched,
    is_in_area,
    natural_key,
    walk_order,
)
from coordination.incident.room_search.vocabulary import SearchState, SearchStep

GROUND, UPPER = UUID(int=1), UUID(int=2)
S, T = SearchState, SearchStep


def space(n: int, number: str, *, level: UUID = GROUND, lon: float = 0.0, ordinal: int = 0) -> SearchSpace:
    name = number or f"hall {n}"
    return SearchSpace(UUID(int=100 + n), name, number, level, str(level.int), "Main", ordinal, lon, 39.8)


def test_rooms_are_walked_by_number_and_floor_by_floor() -> None:
    spaces = [space(1, "B10"), space(2, "201", level=UPPER, ordinal=1), space(3, "B9"), space(4, "A2")]

    assert [one.number for one in walk_order(spaces)] == ["A2", "B9", "B10", "201"]


def test_a_corridor_without_a_number_comes_after_its_nearest_room() -> None:
    spaces = [space(1, "101", lon=0.0), space(2, "102", lon=1.0), space(3, "", lon=0.1), space(4, "", lon=1.2)]

    assert [one.room for one in walk_order(spaces)] == ["101", "hall 3", "102", "hall 4"]


def test_a_floor_without_any_number_is_walked_from_the_west_to_the_nearest() -> None:
    spaces = [space(1, "", lon=3.0), space(2, "", lon=0.0), space(3, "", lon=1.0)]

    assert [one.room for one in walk_order(spaces)] == ["hall 2", "hall 3", "hall 1"]


@pytest.mark.parametrize(
    ("number", "wing", "first", "last", "expected"),
    [
        ("B114", "", "", "", True),
        ("B114", "b", "", "", True),
        ("A114", "b", "", "", False),
        ("B9", "", "B9", "B10", True),
        ("B10", "", "B9", "B10", True),
        ("B11", "", "B9", "B10", False),
        ("B8", "", "B9", "", False),
        # What has no number is in no range of numbers.
        ("", "", "1", "9", False),
        ("", "", "", "", True),
    ],
)
def test_an_area_has_its_rooms_and_no_others(number: str, wing: str, first: str, last: str, expected: bool) -> None:
    found = is_in_area(space(1, number), level_id=GROUND, wing=wing, first=first, last=last)

    assert found is expected


def test_an_area_has_no_room_of_another_floor() -> None:
    assert not is_in_area(space(1, "101"), level_id=UPPER, wing="", first="", last="")


def test_a_floor_is_searched_wholly_only_when_every_room_is() -> None:
    spaces = [space(n, str(n)) for n in range(1, 201)]
    states = {one.space_id: S.CLEARED for one in spaces[:-1]}

    (nearly,) = floors_searched(spaces, states)
    (wholly,) = floors_searched(spaces, states | {spaces[-1].space_id: S.SECURED})

    assert (nearly.percent, wholly.percent, wholly.cleared, wholly.secured) == (99, 100, 199, 1)


@pytest.mark.parametrize("state", [S.IN_PROGRESS, S.BLOCKED, S.HAZARD, S.CASUALTY, S.UNSEARCHED])
def test_a_room_that_is_not_cleared_or_secured_is_not_searched(state: SearchState) -> None:
    (floor,) = floors_searched([space(1, "1")], {UUID(int=101): state})

    assert floor.percent == 0


@pytest.mark.parametrize(
    ("state", "step", "refusal"),
    [
        (S.SECURED, T.CLEAR, errors.SecuredStaysSecured),
        (S.SECURED, T.OPEN_AGAIN, errors.RoomSecured),
        (S.SECURED, T.FIND_CASUALTY, errors.RoomSecured),
        (S.SECURED, T.SECURE, errors.RoomSecuredAlready),
        (S.CLEARED, T.CLEAR, errors.RoomClearedAlready),
        (S.CLEARED, T.BEGIN, errors.RoomCleared),
        (S.UNSEARCHED, T.OPEN_AGAIN, errors.RoomUnsearched),
        (S.IN_PROGRESS, T.BEGIN, errors.RoomSearchUnderWay),
        (S.BLOCKED, T.BLOCK, errors.RoomBlocked),
        (S.HAZARD, T.FIND_HAZARD, errors.RoomHazardous),
        (S.CASUALTY, T.FIND_CASUALTY, errors.RoomHasCasualty),
    ],
)
def test_each_illegal_step_has_its_own_refusal(state: SearchState, step: SearchStep, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        SEARCHES.next_state(state, step)


def test_nothing_but_taking_it_back_leads_out_of_secured() -> None:
    assert SEARCHES.steps_from(S.SECURED) == [T.WITHDRAW]


@pytest.mark.parametrize(("less", "more"), [("B9", "B10"), ("9", "A1"), ("", "1"), ("101", "101a")])
def test_numbers_are_in_the_order_of_people(less: str, more: str) -> None:
    assert natural_key(less) < natural_key(more)
