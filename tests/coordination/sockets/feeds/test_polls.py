"""Of a person few polls wait in a room, and a newer one ends the oldest."""

from contextlib import ExitStack

from coordination.sockets.feeds.polls import POLLS_OF_EACH, Polls


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
