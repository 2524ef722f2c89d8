"""What a decision costs beside a lookup, a list beside one without policy, how soon sockets and pages fall silent."""

import argparse
import asyncio
import json
import sys
import time
import urllib.request
from collections.abc import Sequence
from typing import Any

import uvloop

from tests.bench.rig.access import timed
from tests.bench.rig.bounds import bounded, migrated_postgis, served, take_client_core
from tests.bench.rig.crowd import set_crowd
from tests.bench.rig.judging import chromium_here
from tests.bench.rig.meters import Result, median, run_bench, say
from tests.bench.rig.rooms.silence import Seen, watch
from tests.bench.rig.seats import Door, Seat, doors_to, sit_down
from tests.stage.administrator import add_district_administrator
from tests.stage.live_room import LiveRoom
from tests.stage.served import set_stage
from tests.support.services import AppServer

OPTIONS = {"sites": 10_000, "agreements": 500, "sockets": 1000}
MUST_DECISION, MUST_LIST, MUST_SILENT_S = 0.2, 2.0, 1.0
MICRO = 1e6
PATIENCE_S = 30.0


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Time decisions and lists in one database, then end an agreement under open sockets in another."""
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        times = timed(url, var=folder, sites=chosen.sites, agreements=chosen.agreements)
        say(f"{times}")
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        crowd = set_crowd(url, var=folder, rooms=1, people=chosen.sockets)
        take_client_core(postgis)
        with served(url, var=folder) as server:
            token = add_district_administrator(server)
            doors = doors_to(server.ws_url, crowd.people, database_url=url, var=folder)
            reached, silent = uvloop.run(_end_agreement(doors, server, token))
            say(f"last heard after {max(reached):.3f} s, last silent after {max(silent):.3f} s")
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        stage = set_stage(url, var=folder)
        with served(url, var=folder, core=None) as server:
            seen = _watch_pages(LiveRoom(server, stage))
            say(f"pages: shown {seen.shown}, silent {seen.silent}")
    return [
        *_of_decisions(times),
        *_of_lists(times, chosen),
        *_of_sockets(reached, silent, chosen.sockets),
        *_of_pages(seen),
    ]


def _watch_pages(room: LiveRoom) -> Seen:
    token = add_district_administrator(room.server)
    path = f"/memoranda/{_police_agreement(room.server, token)}/terminate"
    return watch(
        room,
        program=chromium_here(),
        end_agreement=lambda: _ask(room.server, token, path, {"reason": "measured"}),
    )


def _of_pages(seen: Seen) -> list[Result]:
    return [
        Result("message to the last of the pages in Chromium", median(seen.shown), "s"),
        bounded("revocation to the last of the pages in Chromium", max(seen.silent), "s", at_most=MUST_SILENT_S),
    ]


def _of_decisions(times: dict[str, float]) -> list[Result]:
    lookup = times["lookup"] * MICRO
    must = MUST_DECISION
    return [
        Result("one indexed lookup", lookup, "µs"),
        bounded("decision from facts in memory", times["decide"] * MICRO, "µs", baseline=lookup, at_most=must),
        bounded("decision that is remembered", times["remembered"] * MICRO, "µs", baseline=lookup, at_most=must),
    ]


def _of_lists(times: dict[str, float], chosen: argparse.Namespace) -> list[Result]:
    of = f"{chosen.sites} sites, {chosen.agreements} agreements"
    rows, ids = times["rows_without"], times["ids_without"]
    return [
        Result(f"the same query without policy, {of}", rows * 1e3, "ms"),
        bounded(f"visible sites, {of}", times["rows_with"] * 1e3, "ms", baseline=rows * 1e3, at_most=MUST_LIST),
        bounded(f"visible sites, ids alone, {of}", times["ids_with"] * 1e3, "ms", baseline=ids * 1e3),
    ]


def _of_sockets(reached: Sequence[float], silent: Sequence[float], sockets: int) -> list[Result]:
    return [
        Result(f"message to the last of {sockets} sockets", max(reached), "s"),
        bounded(f"revocation to the last of {sockets} sockets", max(silent), "s", at_most=MUST_SILENT_S),
        Result(f"revocation to the middle one of {sockets} sockets", median(silent), "s"),
    ]


class Watcher(Seat):
    """A socket that notes when it last heard an entry and when it was closed."""

    def __init__(self) -> None:
        super().__init__(after=0)
        self.heard_at = self.closed_at = 0.0

    def take_entry(self, view: memoryview) -> None:
        self.heard_at = time.perf_counter()

    def on_ws_disconnected(self, transport: Any) -> None:
        self.closed_at = time.perf_counter()
        super().on_ws_disconnected(transport)


async def _end_agreement(doors: Sequence[Door], server: AppServer, token: str) -> tuple[list[float], list[float]]:
    """Return, for each socket, seconds from asking for an entry to it, and from asking for the end to silence."""
    seats = await sit_down(doors, lambda _: Watcher())
    memorandum_id = await asyncio.to_thread(_police_agreement, server, token)
    await asyncio.sleep(2)
    sent = time.perf_counter()
    await asyncio.to_thread(_say_as_anybody, server, token)
    await asyncio.sleep(3)
    reached = [max(seat.heard_at - sent, 0.0) for seat in seats]
    # From the asking: the commit lies a little after it, so this is a little more than from the commit.
    ended = time.perf_counter()
    await asyncio.to_thread(_ask, server, token, f"/memoranda/{memorandum_id}/terminate", {"reason": "measured"})
    await asyncio.wait_for(asyncio.gather(*(seat.gone.wait() for seat in seats)), PATIENCE_S)
    return reached, [max(seat.closed_at - ended, 0.0) for seat in seats]


def _police_agreement(server: AppServer, token: str) -> str:
    rows = _ask(server, token, "/memoranda", None)
    return str(next(one["id"] for one in rows if one["agency"]["kind"] == "police"))


def _say_as_anybody(server: AppServer, token: str) -> None:
    """Let the administrator come into the room: an entry that everybody hears."""
    incident = _ask(server, token, "/incidents", None)[0]
    command = {"type": "join_room", "id": "0191f000-0000-4000-8000-000000000001"}
    _ask(server, token, f"/rooms/{incident['room_id']}/commands", command)


def _ask(server: AppServer, token: str, path: str, body: dict[str, str] | None) -> Any:
    request = urllib.request.Request(
        f"{server.url}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Session-Token": token, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        text = answer.read()
    return json.loads(text) if text else None


if __name__ == "__main__":
    sys.exit(run_bench("access", measure, options=OPTIONS, arguments=sys.argv[1:]))
