"""Lanes: their sizes and what changes them, and turns of blocking work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from mou.foundation.lanes import SIZES, Computing, GoesFirst, Lane, LaneFull, Size, Turns, sizes_with, step_aside
from tests.support.processes import wait_until


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


# --- who computes -----------------------------------------------------------------------------------------------------
def in_thread[R](work: Callable[[], R]) -> R:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result(30)


def has_its_turn(computing: Computing) -> bool:
    """Tell whether another thread computes in turn, and not only because it has waited long enough."""

    def ask() -> bool:
        with computing.turn():
            return computing.is_in_turn()

    return in_thread(ask)


def test_who_computes_keeps_the_next_waiting_but_not_for_ever() -> None:
    computing = Computing(Size(1, wait_s=0.01))

    with computing.turn():
        assert not has_its_turn(computing)

    assert has_its_turn(computing)


def test_who_waits_for_a_process_lets_the_next_compute_and_then_goes_on() -> None:
    computing = Computing(Size(1, wait_s=0.01))

    with computing.turn():
        with step_aside():
            assert has_its_turn(computing)
        assert computing.is_in_turn()
        assert not has_its_turn(computing)


def test_who_waits_for_a_turn_in_a_lane_lets_the_next_compute() -> None:
    computing, lane = Computing(Size(1, wait_s=0.01)), Turns(Size(1, waiting=1, wait_s=5))
    waits = Event()

    def wait() -> None:
        with computing.turn():
            waits.set()
            with lane.turn():
                pass

    with ThreadPoolExecutor(1) as thread:
        with lane.turn():
            waiting = thread.submit(wait)
            assert waits.wait(30)
            wait_until(lambda: has_its_turn(computing), timeout_s=120, what="the one that waits stepped aside")
        waiting.result(30)


def test_who_came_without_a_turn_takes_none_away() -> None:
    computing = Computing(Size(1, wait_s=0.01))

    with computing.turn():
        assert not has_its_turn(computing)
        assert not has_its_turn(computing)

    assert has_its_turn(computing)


# --- who goes first ---------------------------------------------------------------------------------------------------
def test_others_wait_until_none_of_what_goes_first_is_under_way() -> None:
    first, may_end = GoesFirst(), Event()

    def command() -> None:
        with first.under_way():
            may_end.wait(10)

    with ThreadPoolExecutor(3) as threads:
        commands = [threads.submit(command) for _ in range(2)]
        other = threads.submit(first.let_by, most_s=10)
        wait_until(lambda: not other.done() and commands[1].running(), timeout_s=5, what="it waits")
        may_end.set()
        waited_s = other.result(5)

    assert 0 < waited_s < 10
    assert first.let_by(most_s=10) == 0


def test_nobody_waits_longer_than_said_for_what_never_ends() -> None:
    first = GoesFirst()

    with first.under_way():
        assert 0.01 <= first.let_by(most_s=0.01) < 5
