"""What `/readyz` says beside whether this process can do its work."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from mou.foundation.lanes import Lane, watch_lanes, watched_lanes

pytestmark = pytest.mark.django_db


@dataclass
class LaneOfTest:
    """A lane that is full, or not."""

    lane: Lane
    is_full: bool
    under_way: int = 0
    waiting: int = 0


@pytest.fixture(autouse=True)
def lanes_as_before() -> Iterator[None]:
    before = watched_lanes()
    yield
    watch_lanes([LaneOfTest(lane, is_full=False) for lane in (Lane.POLLS, Lane.REQUESTS)])
    watch_lanes(before)


@pytest.mark.parametrize(
    ("full", "said"),
    [((), "ok"), ((Lane.REQUESTS,), "full: requests"), ((Lane.REQUESTS, Lane.POLLS), "full: polls, requests")],
)
def test_full_lanes_are_told_of_and_send_nobody_elsewhere(full: tuple[Lane, ...], said: str) -> None:
    watch_lanes([LaneOfTest(lane, is_full=lane in full) for lane in (Lane.POLLS, Lane.REQUESTS)])

    answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()["lanes"]) == (200, said)
