"""The long poll: for networks that break websockets, with the same access and the same bytes."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext

from coordination.room.access import Asker
from coordination.room.entrance import tail_for
from coordination.sessions import SessionStore
from coordination.sockets.database.threads import in_database
from coordination.sockets.feeds.polls import BEGIN_AT_ONCE, HELD_AT_MOST_S
from coordination.sockets.room_socket import hub_of_this_loop
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.coordination.sockets.talk import enter
from tests.stage.devices.clients import until
from tests.stage.full_room import PLACE, SECRET, STRANGERS, Stage, run


async def poll(
    stage: Stage, who: str, query: str = "", *, client: AsyncClient | None = None, key: str | None = None
) -> HttpResponse:
    """Poll as someone, with a new session or one by its key; with a client of one's own, by its cookie."""
    if key is None and client is None and who != "anonymous":
        key = await in_database(stage.session, who)
    headers = {} if key is None else {"X-Session-Token": key}
    response = await (client or AsyncClient()).get(f"/api/v1/rooms/{stage.room.id}/poll{query}", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def code_of(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, json.loads(response.content)["code"]


async def head_of(stage: Stage) -> int:
    await in_database(stage.room.refresh_from_db)
    return stage.room.head_seq


async def until_it_waits(stage: Stage) -> None:
    """Wait until a poll has been let in, has read the log, and waits at the room's feed."""
    feeds = hub_of_this_loop().feeds
    await until(lambda: stage.room.id in feeds and feeds[stage.room.id].waiters > 0, timeout_s=20, what="a poll waited")


async def test_whoever_is_in_the_room_gets_the_log(stage: Stage) -> None:
    for who in ("insider", "teacher", "officer"):
        body = json.loads((await poll(stage, who)).content)

        assert [entry["seq"] for entry in body["entries"]] == list(range(1, body["head"] + 1))
        assert (SECRET in json.dumps(body)) == (who != "officer")


async def test_nobody_else_gets_anything(stage: Stage) -> None:
    codes = {
        "keeper": (403, "not_joined"),
        "visitor": (403, "not_joined"),
        **dict.fromkeys(STRANGERS, (404, "not_found")),
        "anonymous": (401, "not_authenticated"),
    }

    assert {who: code_of(await poll(stage, who, "?wait=1")) for who in codes} == codes


async def test_a_query_that_is_no_number_is_refused(stage: Stage) -> None:
    for query in ("?after=-1", "?after=x", "?wait=1.5", "?after=" + "9" * 40):
        assert code_of(await poll(stage, "officer", query)) == (422, "bad_query")


async def test_only_reading_is_possible(stage: Stage) -> None:
    response = await AsyncClient().post(f"/api/v1/rooms/{stage.room.id}/poll")

    assert response.status_code == 405


@pytest.mark.by_the_clock
async def test_a_poll_waits_for_news_and_answers_at_once_when_they_come(stage: Stage) -> None:
    head = await head_of(stage)
    waiting = asyncio.create_task(poll(stage, "officer", f"?after={head}&wait=25"))
    await until_it_waits(stage)
    assert not waiting.done()
    began = asyncio.get_running_loop().time()

    await in_database(run, stage.people["teacher"], stage.room.id, "post_message", text="news")
    body = json.loads((await waiting).content)

    assert [entry["seq"] for entry in body["entries"]] == [head + 1]
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_poll_without_news_ends_empty_when_its_time_is_up(stage: Stage) -> None:
    head = await head_of(stage)

    body = json.loads((await poll(stage, "officer", f"?after={head}&wait=1")).content)

    assert (body["entries"], body["head"]) == ([], head)


async def test_a_poll_carries_positions_and_presence_for_its_reader(stage: Stage) -> None:
    teacher = await enter(stage, "teacher")
    await teacher.command("share_position", **PLACE, accuracy_m=5, audience="school")
    await teacher.hear("positions")

    officer = json.loads((await poll(stage, "officer")).content)
    insider = json.loads((await poll(stage, "insider")).content)

    assert officer["positions"] is None
    assert [one["accuracy_m"] for one in insider["positions"]["positions"]] == [5]
    assert len(insider["presence"]["people"]) >= 2
    await teacher.end()


async def test_promise_8_a_poll_whose_agreement_ends_meanwhile_gets_nothing(stage: Stage) -> None:
    head = await head_of(stage)
    waiting = asyncio.create_task(poll(stage, "officer", f"?after={head}&wait=25"))
    await until_it_waits(stage)

    await in_database(
        terminate_memorandum,
        actor_id=OPERATOR,
        memorandum_id=stage.cast.agreement.id,
        reason="Test.",
        at=datetime.now(UTC),
    )
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")

    assert code_of(await waiting) == (404, "not_found")


@pytest.mark.parametrize("by_cookie", [True, False])
async def test_promise_8_a_poll_whose_person_signs_out_meanwhile_gets_nothing(stage: Stage, by_cookie: bool) -> None:
    head = await head_of(stage)
    client = AsyncClient() if by_cookie else None
    if client is not None:
        await client.aforce_login(stage.people["officer"])
    session_key = client.cookies["sessionid"].value if client else await in_database(stage.session, "officer")
    waiting = asyncio.create_task(poll(stage, "officer", f"?after={head}&wait=25", client=client))
    await until_it_waits(stage)

    await in_database(SessionStore(session_key).delete)
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")

    assert code_of(await waiting) == (401, "not_authenticated")


async def test_whoever_knows_more_than_the_log_is_told_so_at_once(stage: Stage) -> None:
    """As after a restore: it would wait for ever for numbers that mean something else now."""
    head = await head_of(stage)

    assert code_of(await poll(stage, "officer", f"?after={head + 1}&wait=25")) == (409, "ahead_of_log")
    assert (await poll(stage, "officer", f"?after={head}")).status_code == 200


def asked_of_the_log(stage: Stage, who: str) -> int:
    """Return how many questions one look at the end of the log costs."""
    asker = Asker(stage.people[who].pk, datetime.now(UTC))
    with CaptureQueriesContext(connection) as questions:
        tail_for(asker, stage.room.id, after=stage.room.head_seq, limit=1)
    return len([one for one in questions if "FROM" in one["sql"]])


async def test_whoever_polls_again_and_again_is_looked_up_once(stage: Stage) -> None:
    """With every poll asking anew what its person is, a few people who poll without end took a core."""
    await head_of(stage)
    first = await in_database(asked_of_the_log, stage, "officer")

    again = await in_database(asked_of_the_log, stage, "officer")

    # The epoch, and the room.
    assert (again, first > again) == (2, True)


def exhaust(stage: Stage, who: str, count: int) -> None:
    """Let a person have begun so many polls at this moment."""
    pace, now_s = hub_of_this_loop().poll_pace, asyncio.get_running_loop().time()
    for _ in range(count):
        pace.held_for_s(stage.people[who].pk, now_s=now_s)


async def test_whoever_polls_without_end_is_held_back_and_nobody_else_is(stage: Stage) -> None:
    exhaust(stage, "officer", BEGIN_AT_ONCE + int(HELD_AT_MOST_S) + 1)
    # Both are signed in before: SQLite in memory lets no one read while a session is written.
    keys = {who: await in_database(stage.session, who) for who in ("officer", "teacher")}
    floods = asyncio.create_task(poll(stage, "officer", key=keys["officer"]))

    assert (await poll(stage, "teacher", key=keys["teacher"])).status_code == 200
    assert not floods.done()

    # A server that ends keeps no one waiting.
    hub_of_this_loop().is_leaving = True
    assert code_of(await floods) == (503, "server_busy")


async def test_promise_8_a_poll_whose_person_signs_out_while_it_is_held_back_gets_nothing(stage: Stage) -> None:
    exhaust(stage, "officer", BEGIN_AT_ONCE + 5)
    session_key = await in_database(stage.session, "officer")
    held = asyncio.create_task(poll(stage, "officer", key=session_key))
    counted = hub_of_this_loop().poll_pace
    person = stage.people["officer"].pk
    # It was counted, so it is past the first question who it is.
    due_s = counted.due_s(person)
    await until(lambda: counted.due_s(person) > due_s, timeout_s=20, what="it was counted")

    await in_database(SessionStore(session_key).delete)
    hub_of_this_loop().is_leaving = True

    assert code_of(await held) == (401, "not_authenticated")
