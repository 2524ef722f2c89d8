"""The whole ends by one deadline: the earlier of two counts, and without one nothing goes out."""

import pytest

from push.outgoing.deadlines import HEAD_MAX_BYTES, OutOfTime, TooLong, count_bytes, left_s, within_deadline
from push.outgoing.sockets import connect_to
from tests.fakes.http import FakeHttp, Reply


def test_nothing_goes_out_without_a_deadline() -> None:
    with FakeHttp(lambda _request: Reply()) as server, pytest.raises(RuntimeError, match="without a deadline"):
        connect_to("127.0.0.1", server.port)


def test_the_earlier_of_two_deadlines_counts() -> None:
    with within_deadline(60), within_deadline(3600):
        assert left_s() <= 60
    with within_deadline(3600), within_deadline(60):
        assert left_s() <= 60


def test_after_the_deadline_nothing_is_connected() -> None:
    with FakeHttp(lambda _request: Reply()) as server, within_deadline(0), pytest.raises(OutOfTime):
        connect_to("127.0.0.1", server.port)


def test_more_bytes_than_any_answer_has_are_too_many() -> None:
    with within_deadline(60, most_bytes=10):
        count_bytes(HEAD_MAX_BYTES + 10)
        with pytest.raises(TooLong):
            count_bytes(1)
