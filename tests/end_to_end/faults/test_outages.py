"""The database goes away and comes back: nothing is acknowledged that is not durable, and no one restarts anything."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem

from coordination.sockets.hub import BEACON_S
from tests.stage.devices.clients import RoamingClient, running, until, whole_log
from tests.stage.live_room import LiveRoom, live_room
from tests.support.processes import standing_still
from tests.support.services import PostgisServer, ValkeyServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]


@pytest.fixture
def database(migrated_cluster: Path) -> Iterator[PostgisServer]:
    """A PostgreSQL of this test alone: it is stopped on the way."""
    with PostgisServer(durable=True, copy_of=migrated_cluster) as own:
        yield own


@pytest.fixture
def room(database: PostgisServer, valkey: ValkeyServer, tmp_path: Path) -> Iterator[LiveRoom]:
    with live_room(database.url("migrated"), redis_url=valkey.url, var=tmp_path) as opened:
        yield opened


@contextlib.asynccontextmanager
async def watching(room: LiveRoom, name: str) -> AsyncIterator[RoamingClient]:
    client = RoamingClient([room.url], room.token(name), room.stage.room_id)
    client.keeps_frames = True
    async with running([client]):
        await until(lambda: client.seq > 0, timeout_s=20, what="the client was connected")
        yield client


def database_states(client: RoamingClient) -> list[str]:
    return [frame["database"] for frame in client.frames if frame["type"] == "beacon"]


async def test_promise_1_without_the_database_nothing_is_acknowledged_and_its_return_needs_no_restart(
    room: LiveRoom, database: PostgisServer
) -> None:
    async with watching(room, "officer") as officer, watching(room, "teacher") as teacher:
        first = await officer.command("post_message", text="Before.", audience="everyone")
        assert first is not None
        await teacher.wait_for_seq(first)

        await asyncio.to_thread(database.kill9)
        waiting = asyncio.create_task(officer.command("post_message", text="During.", audience="everyone"))
        await until(lambda: bool(officer.problems), timeout_s=20, what="the command was refused")
        await until(lambda: "down" in database_states(teacher), timeout_s=20, what="the beacon told")
        with pytest.raises(ApiProblem) as over_http:
            await asyncio.to_thread(room.say, "insider", "Over HTTP.")

        assert not waiting.done()
        assert {problem["code"] for problem in officer.problems} == {"try_later"}
        assert over_http.value.code == "try_later"
        await asyncio.to_thread(database.start)
        await until(lambda: database_states(teacher)[-1] == "up", timeout_s=20 + BEACON_S, what="the beacon told again")
        # The client sends again what was refused, as it is told to; here its next connection does.
        officer.cut_connection()
        second = await asyncio.wait_for(waiting, 20)
        third = await asyncio.to_thread(room.say, "insider", "After.")
        await teacher.wait_for_seq(third)

        assert (second, third) == (first + 1, first + 2)
        assert teacher.reconnects == 0
        assert [teacher.entries[seq] for seq in sorted(teacher.entries)] == await asyncio.to_thread(
            whole_log, room.url, teacher.session.token, room.stage.room_id
        )


async def test_who_comes_while_the_database_is_away_is_told_to_try_later(
    room: LiveRoom, database: PostgisServer
) -> None:
    raw = await asyncio.to_thread(room.knock, "officer")
    await asyncio.to_thread(database.kill9)

    raw.send(json.dumps({"type": "hello"}))

    assert await asyncio.to_thread(raw.ending) == ("try_later", 4503)
    await asyncio.to_thread(database.start)
    client = RoamingClient([room.url], room.token("officer"), room.stage.room_id)
    async with running([client]):
        await until(lambda: client.seq > 0, timeout_s=120, what="the client was let in")
        assert await client.command("set_status", status="OnScene", note=str(uuid.uuid4())) is not None


def processes_of(database: PostgisServer) -> list[int]:
    children = Path(f"/proc/{database.pid}/task/{database.pid}/children").read_text().split()
    return [database.pid, *map(int, children)]


async def test_a_database_that_stands_still_is_told_like_one_that_is_away_and_needs_no_restart(
    room: LiveRoom, database: PostgisServer
) -> None:
    async with watching(room, "officer") as officer, watching(room, "teacher") as teacher:
        first = await officer.command("post_message", text="Before.", audience="everyone")
        assert first is not None
        await teacher.wait_for_seq(first)

        with standing_still(*processes_of(database)):
            waiting = asyncio.create_task(officer.command("post_message", text="During.", audience="everyone"))
            await until(lambda: "down" in database_states(teacher), timeout_s=40, what="the beacon told")
            with pytest.raises(ApiProblem) as readiness:
                await asyncio.to_thread(request_json, room.url, "/readyz")

        assert readiness.value.status == 503
        second = await asyncio.wait_for(waiting, 60)
        await until(lambda: database_states(teacher)[-1] == "up", timeout_s=40, what="the beacon told again")
        assert second == first + 1
        await teacher.wait_for_seq(second)
