"""Requests take turns in lanes: none takes another lane's, none waits for long, and none waits in silence."""

import asyncio

import pytest
from django.conf import settings

from coordination.errors import ServerBusy
from coordination.sign_in.attempts.later import SignInBusy
from coordination.sockets.server.request_lanes import Turn, TurnQueue, lane_of, who_asks
from mou.foundation.lanes import SIZES, Lane, Size

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
        ("POST", "/api/v1/panics", Lane.PRESSES),
        ("POST", "/api/v1/panic-intake/1", Lane.PRESSES),
        ("GET", f"{ROOM}/panics/1/told", Lane.PRESSES),
        ("GET", "/api/v1/sites/1/panic-places", Lane.PRESSES),
        ("GET", "/panic", Lane.PRESSES),
        ("GET", "/static/coordination/panic/panic_page.js", Lane.FILES),
        ("GET", "/panic-tiers", Lane.REQUESTS),
        ("POST", "/api/v1/panic-intakes", Lane.REQUESTS),
        ("POST", "/api/v1/incidents", Lane.URGENT),
        ("POST", "/api/v1/ws-tickets", Lane.URGENT),
        ("POST", f"{ROOM}/uploads", Lane.REQUESTS),
        ("GET", f"{ROOM}/attachments/1", Lane.REQUESTS),
        ("GET", "/api/v1/sites/1/export", Lane.REQUESTS),
        ("GET", "/api/v1/incidents/1/evidence.zip", Lane.REQUESTS),
        ("GET", "/api/v1/incidents/1", Lane.URGENT),
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


# --- shares -----------------------------------------------------------------------------------------------------------
def shared(*, at_once: int, of_each: int, waiting: int) -> TurnQueue:
    return TurnQueue(Lane.REQUESTS, Size(at_once, waiting=waiting, wait_s=60, of_each=of_each))


async def asked_by(asked: TurnQueue, who: bytes) -> asyncio.Task[Turn]:
    task = asyncio.create_task(asked.turn(who=who))
    await asyncio.sleep(0)
    return task


async def test_what_is_more_than_a_person_s_share_waits_behind_everybody_else_s() -> None:
    lane = shared(at_once=4, of_each=2, waiting=20)
    greedy = [await asked_by(lane, b"greedy") for _ in range(6)]
    others = [await asked_by(lane, name) for name in (b"one", b"two")]

    assert [task.done() for task in greedy] == [True, True, False, False, False, False]
    assert all(task.done() for task in others)
    (await greedy[0]).end_soon()
    await asyncio.sleep(0.01)
    assert greedy[2].done()
    for task in (*greedy, *others):
        task.cancel()


async def test_a_turn_that_ends_goes_past_who_has_their_share_to_who_waits_behind() -> None:
    lane = shared(at_once=2, of_each=1, waiting=20)
    first, second = await lane.turn(who=b"greedy"), await lane.turn(who=b"one")
    more, patient = await asked_by(lane, b"greedy"), await asked_by(lane, b"two")

    second.end_soon()

    assert (await patient).lane is Lane.REQUESTS
    assert not more.done()
    first.end_soon()
    await more


async def test_a_person_takes_half_of_the_places_to_wait_at_most() -> None:
    lane = shared(at_once=1, of_each=1, waiting=4)
    waiting = [await asked_by(lane, b"greedy") for _ in range(3)]

    with pytest.raises(ServerBusy):
        await lane.turn(who=b"greedy")

    other = await asked_by(lane, b"other")
    assert not other.done()
    for task in (*waiting[1:], other):
        task.cancel()


async def test_polls_of_one_person_take_few_of_all() -> None:
    lane = TurnQueue(Lane.POLLS, SIZES[Lane.POLLS])

    turns = [await asked_by(lane, b"greedy") for _ in range(420)]
    refused = [task for task in turns if task.done() and task.exception() is not None]

    assert len(refused) == 420 - SIZES[Lane.POLLS].of_each
    assert (await lane.turn(who=b"other")).lane is Lane.POLLS


def test_a_person_is_known_by_session_token_or_password_and_by_nothing_else() -> None:
    session = f"{settings.SESSION_COOKIE_NAME}=abc".encode()

    assert who_asks([(b"cookie", b"theme=dark; " + session)]) == session
    assert who_asks([(b"x-session-token", b"abc")]) == b"abc"
    assert who_asks([(b"authorization", b"Basic abc")]) == b"Basic abc"
    assert who_asks([(b"cookie", b"theme=dark"), (b"user-agent", b"x")]) == b""


async def test_a_lane_says_when_it_is_full() -> None:
    lane = shared(at_once=1, of_each=0, waiting=2)
    first = await lane.turn()
    before = lane.is_full
    waiting = await asked_by(lane, b"")

    assert (before, lane.is_full) == (False, True)
    first.end_soon()
    await waiting
