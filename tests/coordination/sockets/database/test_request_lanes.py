"""Requests take turns in lanes: none takes another lane's, none waits for long, and none waits in silence."""

import asyncio

import pytest

from coordination.errors import ServerBusy
from coordination.sign_in.attempts.later import SignInBusy
from coordination.sockets.server.request_lanes import Turn, TurnQueue, lane_of
from mou.lanes import Lane, Size

ROOM = "/api/v1/rooms/0190a000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("GET", "/healthz", Lane.PROBES),
        ("GET", "/readyz", Lane.PROBES),
        ("GET", "/healthz/", Lane.REQUESTS),
        ("GET", f"{ROOM}/poll", Lane.POLLS),
        ("POST", f"{ROOM}/commands", Lane.URGENT),
        ("GET", f"{ROOM}/entries", Lane.URGENT),
        ("GET", f"{ROOM}/state", Lane.URGENT),
        ("POST", "/api/v1/panics", Lane.URGENT),
        ("POST", "/api/v1/panic-intake/1", Lane.URGENT),
        ("POST", "/api/v1/incidents", Lane.URGENT),
        ("POST", "/api/v1/ws-tickets", Lane.URGENT),
        ("POST", f"{ROOM}/uploads", Lane.REQUESTS),
        ("GET", f"{ROOM}/attachments/1", Lane.REQUESTS),
        ("GET", "/api/v1/sites/1/export", Lane.REQUESTS),
        ("POST", "/accounts/login/", Lane.SIGN_IN),
        ("POST", "/_allauth/app/v1/auth/login", Lane.SIGN_IN),
        ("GET", "/accounts/login/", Lane.REQUESTS),
        ("POST", "/accounts/logout/", Lane.REQUESTS),
        ("GET", "/", Lane.REQUESTS),
    ],
)
def test_what_must_not_wait_has_a_lane_of_its_own(method: str, path: str, lane: Lane) -> None:
    assert lane_of(method, path) is lane


def queue(*, at_once: int = 1, waiting: int = 1, wait_s: float = 60, lane: Lane = Lane.REQUESTS) -> TurnQueue:
    return TurnQueue(lane, Size(at_once, waiting=waiting, wait_s=wait_s))


async def begun(asked: TurnQueue) -> asyncio.Task[Turn]:
    """Ask for a turn and let the asking begin."""
    task = asyncio.create_task(asked.turn())
    await asyncio.sleep(0)
    return task


async def test_who_waits_gets_the_turn_that_ends_in_the_order_of_asking() -> None:
    lane = queue(waiting=2)
    first = await lane.turn()
    second, third = await begun(lane), await begun(lane)

    first.end_soon()
    (await second).end_soon()

    assert (await third).lane is Lane.REQUESTS


@pytest.mark.parametrize(("lane", "error"), [(Lane.REQUESTS, ServerBusy), (Lane.SIGN_IN, SignInBusy)])
async def test_beyond_who_may_wait_the_next_is_told_at_once_to_come_again(lane: Lane, error: type[Exception]) -> None:
    asked = queue(lane=lane)
    first = await asked.turn()
    waiting = await begun(asked)

    with pytest.raises(error):
        await asked.turn()

    first.end_soon()
    await waiting


async def test_who_waits_too_long_is_told_to_come_again_and_takes_nobody_s_turn() -> None:
    lane = queue(wait_s=0.01)
    first = await lane.turn()

    with pytest.raises(ServerBusy):
        await lane.turn()

    first.end_soon()
    assert (await lane.turn()).lane is Lane.REQUESTS


async def test_a_turn_of_who_hung_up_goes_to_the_next() -> None:
    lane = queue(waiting=2)
    first = await lane.turn()
    gone, patient = await begun(lane), await begun(lane)

    first.end_soon()
    await asyncio.sleep(0)
    gone.cancel()

    assert (await patient).lane is Lane.REQUESTS


async def test_a_place_of_who_hung_up_while_waiting_is_free_again() -> None:
    lane = queue()
    first = await lane.turn()
    gone = await begun(lane)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    patient = await begun(lane)

    first.end_soon()

    assert (await patient).lane is Lane.REQUESTS
