"""What a long incident costs: one more command, a form of a past entry, and its replay on a phone.

200 units, 400 rooms, 60 casualties and 2,000 entries, over PostGIS. What one command costs must not grow with them.
"""

import argparse
import contextlib
import http.client
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from tests.bench.rig.bounds import bounded, migrated_postgis, place, served, take_client_core
from tests.bench.rig.incident.replaying import Replay, replay_on_a_phone
from tests.bench.rig.incident.scene import Scene, Side, set_scene
from tests.bench.rig.judging import chromium_here
from tests.bench.rig.meters import Result, counted, median, run_bench, say
from tests.support.services import AppServer

OPTIONS = {"units": 200, "rooms": 400, "casualties": 60, "entries": 2000, "acts": 30, "forms": 5, "loads": 3}
MUST_GROW, MUST_FORM_S, MUST_REPLAY_S = 1.3, 1.0, 2.0
SERVER_CORE = 0
WARM = 5
WHO = ("officer", "captain", "teacher", "chief")
FORMS = ("201", "202", "203", "204", "205", "206", "207", "208", "209", "211", "215", "215A", "309")


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Replay it, fill its forms in, then command in both rooms in turns."""
    program = chromium_here()
    with migrated_postgis() as (postgis, database, folder):
        url = postgis.url(database)
        sizes = {one: getattr(chosen, one) for one in ("units", "rooms", "casualties", "entries")}
        scene = set_scene(url, var=folder, **sizes)
        say(f"an incident with {scene.head:,} entries is there")
        with served(url, var=folder, core=None) as server:
            # Before anything is added to the log. The page has both cores, as a phone has several.
            replayed = replay_on_a_phone(server.url, program, scene, loads=chosen.loads)
            take_client_core(postgis)
            place(server.pid, SERVER_CORE)
            forms = form_times(server, scene, times=chosen.forms)
            costs = command_times(server, scene, acts=chosen.acts)
    return [counted("entries of the log", scene.head, must_be=chosen.entries), *_of(costs, forms, replayed)]


def _of(costs: dict[str, "Pair"], forms: dict[str, list[float]], replayed: Replay) -> list[Result]:
    grown = [
        bounded(
            f"one more {word}, beside one in an empty room",
            median(pair.full),
            "ms",
            baseline=median(pair.empty),
            at_most=MUST_GROW,
        )
        for word, pair in costs.items()
    ]
    slowest = max(forms, key=lambda one: median(forms[one]))
    words = "on a phone, a quarter of the processor"
    return [
        *grown,
        bounded(f"a form at #N, the slowest ({slowest})", median(forms[slowest]) / 1000, "s", at_most=MUST_FORM_S),
        bounded(f"replay, nothing cached, {words}", median(replayed.first_s), "s", at_most=MUST_REPLAY_S),
        bounded(f"replay, on return, {words}", median(replayed.again_s), "s", at_most=MUST_REPLAY_S),
        bounded(f"any other moment of the replay, {words}", median(replayed.jump_s), "s", at_most=MUST_REPLAY_S),
    ]


# --- one more command -------------------------------------------------------------------------------------------------
@dataclass
class Pair:
    """How long an act took in each room, ms."""

    full: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)


@dataclass
class Caller:
    """A person with a line to the server that is kept."""

    server: AppServer
    token: str

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, method: str, path: str, body: object = None) -> tuple[float, bytes]:
        """Return how long the answer took, ms, and what it says. Raises: RuntimeError: it was refused."""
        content = None if body is None else json.dumps(body)
        head = {"X-Session-Token": self.token, "Content-Type": "application/json"}
        began = time.perf_counter()
        self.line.request(method, f"/api/v1{path}", content, head)
        answer = self.line.getresponse()
        said = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{method} {path}: {answer.status} {said[:400]!r}")
        return took, said

    def close(self) -> None:
        self.line.close()


def acts_of(number: int) -> dict[str, tuple[str, Callable[[Side], dict[str, object]]]]:
    """Return what is done in each room, and by whom; the last asks all units at once."""
    return {
        "post_message": ("officer", lambda _side: {"text": "Door 7 is open."}),
        "check_in_unit": ("officer", lambda _side: {"callsign": f"Late {number}", "kind": "PatrolUnit"}),
        "set_unit_status": (
            "officer",
            lambda side: {
                "unit_id": side.unit_id,
                "primary": "NotAvailable",
                "secondary": "OnScene",
                "place": f"Room {number}",
            },
        ),
        "answer_par": ("officer", lambda side: {"unit_id": side.unit_id, "people": 1 + number % 4}),
        "mark_space": ("officer", lambda side: {"space_id": side.spaces[number], "step": "clear", "team": "Contact 9"}),
        "report_room": ("teacher", lambda side: {"space_id": side.spaces[number], "state": "ok", "students": number}),
        "open_casualty": ("captain", lambda _side: {"casualty_id": str(uuid4()), "category": "minimal"}),
        "move_casualty": ("captain", _treated),
        "ask_par": ("chief", lambda _side: {}),
    }


def _treated(side: Side) -> dict[str, object]:
    return {"casualty_id": side.casualty_id, "step": "treat", "area": "delayed"}


def command_times(server: AppServer, scene: Scene, *, acts: int) -> dict[str, Pair]:
    """Give each command in both rooms, in turns; return how long each took by its word."""
    times: dict[str, Pair] = {}
    with contextlib.ExitStack() as stack:
        callers = {who: stack.enter_context(contextlib.closing(Caller(server, scene.tokens[who]))) for who in WHO}
        for number in range(acts):
            for word, (who, fields) in acts_of(number).items():
                sides = [("full", scene.full), ("empty", scene.empty)]
                # Who is second finds what the first has warmed.
                for name, side in sides if number % 2 else reversed(sides):
                    command = {"type": word, "id": str(uuid4()), **fields(side)}
                    took, _said = callers[who].ask("POST", f"/rooms/{side.room_id}/commands", command)
                    if number >= WARM:
                        getattr(times.setdefault(word, Pair()), name).append(took)
    say("commands are done")
    return times


# --- a form of a past entry -------------------------------------------------------------------------------------------
def form_times(server: AppServer, scene: Scene, *, times: int) -> dict[str, list[float]]:
    """Fill each form in as of the newest entry; return how long each took, ms."""
    took: dict[str, list[float]] = {}
    with contextlib.closing(Caller(server, scene.tokens["captain"])) as caller:
        for form in FORMS:
            path = f"/rooms/{scene.full.room_id}/forms/{form}?seq={scene.head}"
            # The first one of a process reads what all later ones need.
            caller.ask("GET", path)
            took[form] = [caller.ask("GET", path)[0] for _ in range(times)]
    said = ", ".join(f"{form} {median(ms):.0f}" for form, ms in took.items())
    say(f"forms, ms: {said}")
    return took


if __name__ == "__main__":
    sys.exit(run_bench("incident", measure, options=OPTIONS, arguments=sys.argv[1:]))
