"""Lanes: their sizes and what changes them, and turns of blocking work."""

import pytest

from mou.lanes import SIZES, Lane, LaneFull, Size, Turns, sizes_with


def test_without_changes_the_sizes_are_those_of_the_table() -> None:
    assert sizes_with("") == SIZES


def test_a_lane_is_made_wider_and_its_connections_with_it_where_each_thread_has_one() -> None:
    sizes = sizes_with("rooms=12 requests=40")

    assert (sizes[Lane.ROOMS].at_once, sizes[Lane.ROOMS].connections) == (12, 12)
    assert (sizes[Lane.REQUESTS].at_once, sizes[Lane.REQUESTS].connections) == (40, SIZES[Lane.REQUESTS].connections)


@pytest.mark.parametrize("text", ["romos=3", "rooms", "rooms=0", "rooms=-1", "rooms=2.5", "rooms=1001", "rooms=²"])
def test_what_is_no_lane_or_no_number_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(ValueError, match="name=number"):
        sizes_with(text)


def test_all_who_wait_for_processes_leave_requests_threads_as_many_as_they_have_connections() -> None:
    """Else twenty prints and a few photos would keep every page waiting."""
    waits = [SIZES[lane] for lane in (Lane.DRAWING, Lane.PHOTOS, Lane.LOOKS, Lane.WORD_FILES)]

    left = SIZES[Lane.REQUESTS].at_once - sum(size.at_once + size.waiting for size in waits)

    assert left >= SIZES[Lane.REQUESTS].connections


def test_who_comes_beyond_those_who_may_wait_is_refused_at_once() -> None:
    lane = Turns(Size(1, waiting=0, wait_s=60))

    with lane.turn(), pytest.raises(LaneFull), lane.turn():
        pytest.fail("it was not its turn")

    with lane.turn():
        pass


def test_who_waits_is_refused_when_the_turn_does_not_come() -> None:
    lane = Turns(Size(1, waiting=1, wait_s=60))

    with lane.turn(), pytest.raises(LaneFull), lane.turn(most_s=0.01):
        pytest.fail("it was not its turn")

    with lane.turn():
        pass
