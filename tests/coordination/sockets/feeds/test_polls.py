"""Of a person few polls wait in a room, a newer one ends the oldest, and they begin at a pace."""

from contextlib import ExitStack

from coordination.sockets.feeds.polls import (
    BEGIN_AT_ONCE,
    BEGIN_EVERY_S,
    CROWDED_EVERY_S,
    HELD_AT_MOST_S,
    HELD_OF_EACH,
    POLLS_OF_EACH,
    PollPace,
    Polls,
)


def test_the_newest_polls_of_a_person_wait_and_older_ones_are_replaced() -> None:
    polls = Polls()
    with ExitStack() as waiting:
        other = waiting.enter_context(polls.one_more(2))
        mine = [waiting.enter_context(polls.one_more(1)) for _ in range(420)]

        assert [one.is_replaced for one in mine] == [True] * (420 - POLLS_OF_EACH) + [False] * POLLS_OF_EACH
        assert not other.is_replaced


def test_a_poll_that_has_ended_replaces_nobody() -> None:
    polls = Polls()
    for _ in range(10):
        with polls.one_more(1) as alone:
            assert not alone.is_replaced

    with polls.one_more(1) as first, polls.one_more(1) as second:
        assert [first.is_replaced, second.is_replaced] == [False, False]


def test_nothing_is_kept_of_who_waits_no_more() -> None:
    polls = Polls()
    with ExitStack() as waiting:
        for user_id in range(50):
            for _ in range(3):
                waiting.enter_context(polls.one_more(user_id))

    assert polls._of == {}


def test_some_polls_of_a_person_begin_at_once_and_then_one_a_second() -> None:
    pace = PollPace()

    held = [pace.held_for_s(1, now_s=100.0) for _ in range(BEGIN_AT_ONCE + 3)]

    assert held == [0.0] * BEGIN_AT_ONCE + [1.0, 2.0, 3.0]
    # Three are held back at once by now: no page does that.
    assert pace.held_for_s(1, now_s=100.0) == 3.0 + CROWDED_EVERY_S
    assert pace.held_for_s(2, now_s=100.0) == 0.0


def test_whoever_asks_without_end_begins_one_poll_a_second() -> None:
    """Five windows, each of which asks again as soon as it is answered, for ten minutes."""
    pace = PollPace()
    asks_at_s, begun_s = [0.0] * 5, []
    while min(asks_at_s) < 600:
        now_s = asks_at_s.pop(asks_at_s.index(min(asks_at_s)))
        begun_s.append(now_s + pace.held_for_s(1, now_s=now_s))
        asks_at_s.append(begun_s[-1])

    # More than any page has are held back all the time.
    assert len([one for one in begun_s if one <= 600]) <= 600 / CROWDED_EVERY_S + BEGIN_AT_ONCE + HELD_OF_EACH


def test_two_pages_that_are_answered_at_once_keep_one_poll_a_second() -> None:
    """A page, and the same one loaded again, in a room where much happens."""
    pace = PollPace()
    asks_at_s, begun_s = [0.0] * POLLS_OF_EACH, []
    while min(asks_at_s) < 600:
        now_s = asks_at_s.pop(asks_at_s.index(min(asks_at_s)))
        begun_s.append(now_s + pace.held_for_s(1, now_s=now_s))
        asks_at_s.append(begun_s[-1])

    assert len([one for one in begun_s if one <= 600]) >= 600 / BEGIN_EVERY_S


def test_a_page_that_is_answered_every_second_is_never_held() -> None:
    pace = PollPace()

    assert {pace.held_for_s(1, now_s=float(second)) for second in range(3600)} == {0.0}


def test_what_would_wait_for_too_long_does_not_count_and_the_pace_is_as_before_soon_after() -> None:
    pace = PollPace()
    held = [pace.held_for_s(1, now_s=0.0) for _ in range(1000)]

    assert max(held) <= HELD_AT_MOST_S + CROWDED_EVERY_S
    assert pace.held_for_s(1, now_s=HELD_AT_MOST_S + BEGIN_AT_ONCE) == 0.0
