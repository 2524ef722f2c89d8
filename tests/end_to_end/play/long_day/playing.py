"""The day as it is written in `steps.jsonl`, said by each person's app to a real server.

A step says when, who, which command, and with what. A text that begins with `@` stands for what is known only when it
is played: `@room 104`, `@level 0`, `@person sergeant`, `@unit Adam 1`, `@lockdown`, and `@new suspect`, whose id the
person's app makes.
"""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from tests.stage.incident.long_day import LongDayStage
from tests.support.services import AppServer

HERE = Path(__file__).resolve().parent
PEOPLE = HERE / "people.json"
STEPS = HERE / "steps.jsonl"
OK = (http.HTTPStatus.OK, http.HTTPStatus.CREATED)


class Refused(Exception):
    """The server refused what the day has."""


@dataclass(frozen=True)
class Step:
    """What one person does; `at_s`: so many seconds after the first."""

    at_s: int
    who: str
    word: str
    fields: dict[str, Any]


def read_steps() -> list[Step]:
    """Return the day in its order."""
    steps = []
    for line in STEPS.read_text().splitlines():
        said = json.loads(line)
        hours, minutes, seconds = (int(part) for part in said["at"].split(":"))
        steps.append(Step(hours * 3600 + minutes * 60 + seconds, said["who"], said["do"], said["with"]))
    return steps


def read_people() -> list[dict[str, str]]:
    """Return everybody of the day: who, name, agency, role and title."""
    people: list[dict[str, str]] = json.loads(PEOPLE.read_text())
    return people


@dataclass
class Day:
    """The server, everybody's sessions, and what the first press opened. One line to the server is kept."""

    server: AppServer
    stage: LongDayStage
    room_id: str = ""
    incident_id: str = ""
    head: int = 0
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def ask(self, who: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the server as someone's app. Raises: Refused."""
        head = {"X-Session-Token": self.stage.tokens[who], "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        self.line.request("GET" if body is None else "POST", f"/api/v1{path}", content, head)
        answer = self.line.getresponse()
        said = answer.read()
        if answer.status not in OK:
            raise Refused(f"{who}: {path} {content}: {answer.status} {said[:600].decode()}")
        return json.loads(said)

    def of_room(self, who: str, path: str) -> Any:
        """Ask for something of the room."""
        return self.ask(who, f"/rooms/{self.room_id}{path}")

    def act(self, step: Step) -> None:
        """Let someone's app send the command of a step; the head is then that of its last entry."""
        body = {"id": str(uuid4()), "type": step.word, **self.said(step.fields)}
        if step.word == "raise_panic":
            pressed = self.ask(step.who, "/panics", {**body, "site_id": self.stage.site_id, "is_exercise": False})
            self.room_id, self.incident_id, self.head = pressed["room_id"], pressed["incident_id"], pressed["seq"]
        else:
            self.head = self.ask(step.who, f"/rooms/{self.room_id}/commands", body)["seq"]

    def said(self, value: Any) -> Any:
        """Return a value with ids where the day has words for them."""
        if isinstance(value, dict):
            return {name: self.said(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.said(one) for one in value]
        return self._id_of(value) if isinstance(value, str) and value.startswith("@") else value

    def _id_of(self, words: str) -> str:
        kind, _, name = words[1:].partition(" ")
        if kind in ("room", "level"):
            return (self.stage.rooms if kind == "room" else self.stage.levels)[name]
        if kind == "new":
            return str(uuid5(NAMESPACE_URL, f"{self.room_id}/{name}"))
        if words not in self.known:
            self._look_up()
        return self.known[words]

    def _look_up(self) -> None:
        """Read from the room what the server has named: its people, units and the lockdown."""
        objects = self.of_room("dispatcher", "/state")["objects"]
        names = {one["name"]: one["who"] for one in read_people()}
        self.known |= {f"@person {names[one['name']]}": key for key, one in objects["people"].items()}
        self.known |= {f"@unit {one['callsign']}": key for key, one in objects.get("units", {}).items()}
        self.known |= dict.fromkeys(("@lockdown",), next(iter(objects["response_actions"])))


def wait_for_its_time(step: Step, began: float, speed: float) -> None:
    """Wait until a step is due at a speed; at speed 0 the next one follows when the server has answered."""
    if speed:
        time.sleep(max(0.0, began + step.at_s / speed - time.monotonic()))


@contextmanager
def day_at(server: AppServer, stage: LongDayStage) -> Iterator[Day]:
    """Play on a server that runs; the line to it is closed in the end."""
    day = Day(server, stage)
    try:
        yield day
    finally:
        day.line.close()
