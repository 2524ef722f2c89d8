"""A full-scale exercise at ten times its pace, through public doors: stopped by something real, gone on with, ended.

Slow because exercise time has to pass: two servers bring its injects in, and one of them is killed on the way.
"""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem

from tests.stage.devices.clients import Frame, RoamingClient, post, running, whole_log
from tests.stage.exercises.full_scale import BY_HAND, BY_SYSTEM, EVERY_S, PEOPLE, TO_SAY, FullScale, set_full_scale
from tests.stage.exercises.full_scale_report import AfterPlay
from tests.support.processes import wait_until
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
PACE = 10
LISTENERS = ("school10", "police10", "fire5", "ems5", "dispatch5", "school11")


@dataclass
class Doors:
    """Two servers of one database, and who asks at their doors. `url` is of the one that lives on."""

    stage: FullScale
    servers: list[AppServer]

    @property
    def url(self) -> str:
        return self.servers[-1].url

    def ask(self, who: str, path: str, body: Frame | None = None) -> Any:
        return request_json(self.url, f"/api/v1{path}", token=self.stage.tokens[who], body=body)

    def conduct(self, who: str = "school1", **step: object) -> Frame:
        path = f"/drills/exercises/{self.stage.exercise_id}/conduct"
        answer: Frame = self.ask(who, path, dict(step) if step else None)
        return answer

    def injects(self) -> list[Frame]:
        lines: list[Frame] = self.ask("school2", f"/drills/exercises/{self.stage.exercise_id}/conduct/injects")
        return lines

    def act(self, line: Frame, act: str, words: str = "") -> None:
        path = f"/drills/exercises/{self.stage.exercise_id}/conduct/injects/{line['inject_id']}"
        self.ask("school2", path, {"act": act, "words": words})

    def command(self, who: str, room_id: str, word: str, **fields: object) -> Frame:
        return post(self.url, self.stage.tokens[who], room_id, {"id": str(uuid4()), "type": word, **fields})

    def room_of(self, incident_id: str) -> str:
        return str(self.ask("school1", f"/incidents/{incident_id}")["room_id"])

    def count(self, state: str, delivery: str | None = None) -> int:
        return sum(1 for one in self.injects() if one["state"] == state and delivery in (None, one["delivery"]))

    def everybody(self, work: Callable[[str], object], who: list[str]) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, who))


@pytest.fixture
def doors(spatialite_template: Path, tmp_path: Path) -> Iterator[Doors]:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    url = f"spatialite://{tmp_path / 'app.sqlite3'}"
    stage = set_full_scale(url, var=tmp_path / "var")
    with AppServer(url, var=tmp_path / "var") as first, AppServer(url, var=tmp_path / "var") as second:
        yield Doors(stage, [first, second])


class Listeners:
    """Sockets that stay with the server that lives on, in a loop of their own."""

    def __init__(self, doors: Doors, room_id: str) -> None:
        self.clients = [RoamingClient([doors.url], doors.stage.tokens[who], room_id) for who in LISTENERS]
        self._ends = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)
        self._thread.start()

    async def _listen(self) -> None:
        async with running(self.clients):
            while not self._ends.is_set():  # noqa: ASYNC110 - the event is of another thread
                await asyncio.sleep(0.05)

    def have_heard(self, head: int) -> bool:
        return all(one.seq >= head for one in self.clients)

    def close(self) -> None:
        self._ends.set()
        self._thread.join(timeout=20)


def act_through(doors: Doors) -> tuple[str, str]:
    """Let the exercise be played from STARTEX to ENDEX; return its room and the real one."""
    begun = doors.conduct(step="start")
    doors.conduct(step="pace", pace=PACE)
    room_id = doors.room_of(begun["incident_id"])
    names = [name for name in doors.stage.tokens if name != "school1"]
    doors.everybody(lambda who: doors.command(who, room_id, "join_room"), names)
    listeners = Listeners(doors, room_id)
    try:
        _first_act(doors, room_id)
        real_room = _interruption(doors, room_id)
        _second_act(doors, room_id)
        doors.conduct(step="end", reason="Objectives met")
        head = len(log_of(doors, room_id))
        wait_until(lambda: listeners.have_heard(head), timeout_s=20, what="someone has not heard all of it")
    finally:
        listeners.close()
    for one in listeners.clients:
        assert (one.faults.duplicated, one.faults.out_of_order) == ([], [])
    return room_id, real_room


def _first_act(doors: Doors, room_id: str) -> None:
    """Players act as in an emergency, while injects come."""
    press = {"id": str(uuid4()), "type": "raise_panic", "site_id": doors.stage.site_id, "is_exercise": True}
    pressed = doors.ask("school12", "/panics", {**press, "kind": "active_threat"})
    assert pressed["room_id"] == room_id
    doors.everybody(
        lambda who: doors.command(who, room_id, "report_room", room=f"1{who[6:]}", state="ok", students=20),
        [f"school{number}" for number in range(5, 20)],
    )
    doors.everybody(
        lambda who: doors.command(who, room_id, "set_status", status="OnScene"),
        [f"police{number}" for number in range(3, 15)],
    )
    by_hand = [one for one in doors.injects() if one["offset_s"] is None]
    for one in by_hand[:2]:
        doors.act(one, "fire")
    wait_until(lambda: doors.count("delivered") >= 12, timeout_s=120, what="injects do not come")


def _interruption(doors: Doors, room_id: str) -> str:
    """Something real happens: nothing comes any more, one server dies, and the real incident is worked and closed."""
    said = {"declaration_id": str(uuid4()), "note": "A firefighter has collapsed", "incident_type": "CARDIAC"}
    doors.command("fire7", room_id, "declare_real_world", **said)
    view = doors.conduct("police5")
    assert view["state"] == "interrupted"
    real_room = doors.room_of(view["real_incident_id"])
    before = len(log_of(doors, room_id))
    doors.servers[0].kill9()
    doors.command("ems4", real_room, "post_message", text="Medic 2 is with him")
    time.sleep(2.5)
    assert len(log_of(doors, room_id)) == before
    present = doors.ask("school1", f"/rooms/{real_room}/state")["objects"]["people"]
    assert len(present) == sum(PEOPLE.values())
    with pytest.raises(ApiProblem):
        doors.conduct(step="resume")
    doors.command("school1", real_room, "claim_command")
    doors.command("school1", real_room, "close_incident", reason="He is at the hospital")
    return real_room


def _second_act(doors: Doors, room_id: str) -> None:
    """The director lets it go on: what is left comes, each once, and the rest is said or skipped by controllers."""
    with pytest.raises(ApiProblem):
        doors.conduct("school2", step="resume")
    doors.conduct(step="resume", reason="The ambulance has left")
    by_hand = [one for one in doors.injects() if one["offset_s"] is None and one["state"] == "waiting"]
    doors.act(by_hand[0], "fire")
    doors.act(by_hand[1], "skip", "No time is left")
    left_s = BY_SYSTEM * EVERY_S / PACE
    wait_until(lambda: doors.count("to_say") == TO_SAY, timeout_s=left_s + 30, what="the radio's turn does not come")
    for one in doors.injects():
        if one["state"] == "to_say":
            doors.act(one, "mark_delivered", "Channel 4")
    done = BY_SYSTEM + BY_HAND - 1 + TO_SAY
    wait_until(lambda: doors.count("delivered") == done, timeout_s=left_s + 30, what="not all has come")


def log_of(doors: Doors, room_id: str) -> list[Frame]:
    """Return a room's whole log, as the director reads it."""
    return whole_log(doors.url, doors.stage.tokens["school1"], room_id)


def test_sixty_people_of_five_agencies_play_forty_injects_and_something_real_stops_them(doors: Doors) -> None:
    room_id, real_room = act_through(doors)

    log = log_of(doors, room_id)
    events = [one["content"]["event"] for one in log]
    came = [one["inject_id"] for one in events if one["type"] == "inject_delivered"]
    assert len(came) == len(set(came)) == BY_SYSTEM + BY_HAND - 1
    words = [one["type"] for one in events]
    stop, again = words.index("real_world_declared"), words.index("exercise_resumed")
    assert words[stop - 1] == "exercise_interrupted"
    assert "inject_delivered" not in words[stop:again]
    assert (words[-1], doors.conduct()["state"]) == ("exercise_ended", "ended")
    # What was scheduled came in its order; what is played is marked; what is real never is.
    lines = {one["inject_id"]: one for one in doors.injects()}
    scheduled = [lines[one]["offset_s"] for one in came if lines[one]["offset_s"] is not None]
    assert scheduled == sorted(scheduled)
    assert [one["content"]["exercise"] for one in log] == [word != "real_world_declared" for word in words]
    assert not any(one["content"]["exercise"] for one in log_of(doors, real_room))
    simulated = doors.ask("school1", f"/rooms/{room_id}/state")["objects"]["simulated"]
    assert all(one["sender"].startswith("EXERCISE · simulated") for one in simulated.values())
    # Players read nothing of what was to come.
    for who in ("police5", "dispatch1"):
        with pytest.raises(ApiProblem):
            doors.ask(who, f"/drills/exercises/{doors.stage.exercise_id}/conduct/injects")
    # It is evaluated, reported and compared; a player reads the report once it is signed.
    after = AfterPlay(doors.url, doors.stage)
    after.evaluate()
    with pytest.raises(ApiProblem):
        doors.ask("police5", f"/drills/exercises/{doors.stage.exercise_id}/report")
    after.check_report()
