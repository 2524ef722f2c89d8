"""Work through a running demo as people would, over HTTP and websocket, and say what was found."""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from django.conf import settings
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from coordination.room.wire.frames import SUBPROTOCOL, TICKET_PREFIX
from coordination.room.wire.model import Json, JsonObject
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import ProcessNotConfined, Program, done_apart
from mou.foundation.bounded_process.walls import PROBE, walls_around

TIMEOUT_S = 15.0
PROBED = Program(PROBE, Bounds(memory_bytes=1024**3, cpu_s=10, wall_s=30.0, written_bytes=1_000_000))
NOT_CONFINED = (
    "files of others are not read here (floorplans, tables of people, rosters, photos, agreements): this system lacks "
    "Landlock or seccomp, with which the process that reads them is walled in; see docs/operations.md, Files of others"
)
MESSAGES = 10


class CheckFailed(Exception):
    """Something is not as it should be; the text says what to look at."""


@dataclass
class SelfCheck:
    """What the check did. `failures` is empty when all is well; each line says what to look at.

    `notes` say what this machine does not do, or does not let us try.
    """

    entries_posted: int = 0
    entries_delivered: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        return not self.failures


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is signed in at the server, as in an app."""

    base_url: str
    token: str

    def ask(self, method: str, path: str, body: JsonObject | None = None) -> tuple[int, Json]:
        """Make a request; return status and JSON."""
        status, text = fetch_url(f"{self.base_url}{path}", method=method, body=body, token=self.token)
        return status, json.loads(text) if text[:1] in (b"{", b"[") else None

    def must(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        """Make a request that has to succeed. Raises: CheckFailed."""
        status, answer = self.ask(method, path, body)
        if status not in (200, 201) or not isinstance(answer, dict):
            raise CheckFailed(f"{method} {path} answered {status}: {str(answer)[:200]}")
        return answer

    def socket(self, room_id: str) -> ClientConnection:
        """Open a socket in a room with a one-time ticket."""
        ticket = self.must("POST", "/api/v1/ws-tickets", {})["ticket"]
        url = f"{self.base_url.replace('http', 'ws', 1)}/ws/v1/rooms/{room_id}"
        offered = [Subprotocol(SUBPROTOCOL), Subprotocol(f"{TICKET_PREFIX}{ticket}")]
        return connect(url, subprotocols=offered, open_timeout=TIMEOUT_S)


def run_checks(base_url: str) -> SelfCheck:
    """Check the demo served at base_url; calls it over the network. Every check runs, also after a failure."""
    check = SelfCheck()
    steps: tuple[Callable[[str, SelfCheck], None], ...] = (
        check_ready,
        check_walls,
        check_sign_in_page,
        check_room,
        check_stranger,
    )
    for step in steps:
        try:
            step(base_url, check)
        except (CheckFailed, OSError, TimeoutError) as error:
            check.failures.append(f"{step.__name__}: {error}")
    return check


def check_ready(base_url: str, _check: SelfCheck) -> None:
    status, body = fetch_url(f"{base_url}/readyz")
    if status != 200:
        raise CheckFailed(f"/readyz answered {status}: {body[:200]!r}")


def check_walls(_base_url: str, check: SelfCheck) -> None:
    """A process for files of others, started here as the server starts it, reaches no file and no address of ours."""
    try:
        walls = walls_around(lambda order: done_apart(PROBED, order), afar=settings.VAR_DIR)
    except ProcessNotConfined:
        check.notes.append(NOT_CONFINED)
        return
    if walls.holes:
        raise CheckFailed(f"a process for files of others was not kept from: {', '.join(walls.holes)}")
    if walls.unproven:
        unproven = ", ".join(walls.unproven)
        check.notes.append(f"this machine forbids to every process, also outside the walls: {unproven}")


def check_sign_in_page(base_url: str, _check: SelfCheck) -> None:
    status, body = fetch_url(f"{base_url}/accounts/login/")
    if status != 200 or b"<form" not in body:
        raise CheckFailed(f"the sign-in page answered {status} without a form")


def check_room(base_url: str, check: SelfCheck) -> None:
    """An officer opens an exercise, a dispatcher joins, and what one posts the other receives, in order."""
    officer, dispatcher = signed_in(base_url, "sro"), signed_in(base_url, "dispatcher")
    room_id = open_exercise(officer)
    dispatcher.must("POST", f"/api/v1/rooms/{room_id}/commands", make_command("join_room"))
    with ExitStack() as sockets:
        sender = sockets.enter_context(officer.socket(room_id))
        receiver = sockets.enter_context(dispatcher.socket(room_id))
        for socket in (sender, receiver):
            socket.send(json.dumps({"type": "hello"}))
        wait_for(receiver, "state")
        post_entries(sender, check)
        check.entries_delivered += count_received(receiver, room_id, expected=check.entries_posted)
    close_exercise(base_url, room_id)


def close_exercise(base_url: str, room_id: str) -> None:
    """A sergeant takes command and closes the exercise."""
    sergeant = signed_in(base_url, "sergeant")
    for one in (
        make_command("join_room"),
        make_command("claim_command"),
        make_command("close_incident", reason="Self-check done"),
    ):
        sergeant.must("POST", f"/api/v1/rooms/{room_id}/commands", one)


def check_stranger(base_url: str, _check: SelfCheck) -> None:
    """A person whose agency has no agreement finds neither sites nor incidents."""
    stranger = signed_in(base_url, "stranger")
    incident = signed_in(base_url, "sro").ask("GET", "/api/v1/incidents")[1]
    assert isinstance(incident, list)
    assert isinstance(incident[0], dict)
    for path in ("/api/v1/sites", "/api/v1/incidents"):
        if stranger.ask("GET", path) != (200, []):
            raise CheckFailed(f"a stranger sees something at {path}")
    for path in (f"/api/v1/incidents/{incident[0]['incident_id']}", f"/api/v1/rooms/{incident[0]['room_id']}/entries"):
        status = stranger.ask("GET", path)[0]
        if status != 404:
            raise CheckFailed(f"a stranger got {status} at {path}")


def signed_in(base_url: str, username: str) -> Person:
    """Sign in as a person of the demo."""
    body: JsonObject = {"username": username, "password": settings.DEMO_PASSWORD}
    answer = Person(base_url, "").must("POST", "/_allauth/app/v1/auth/login", body)
    meta = answer["meta"]
    assert isinstance(meta, dict)
    return Person(base_url, str(meta["session_token"]))


def open_exercise(officer: Person) -> str:
    """Open an exercise at the first school the officer sees and return its room's id."""
    sites = officer.ask("GET", "/api/v1/sites")[1]
    if not isinstance(sites, list) or not sites or not isinstance(sites[0], dict):
        raise CheckFailed("the officer sees no site")
    opening = make_command(
        "open_incident",
        site_id=sites[0]["id"],
        is_exercise=True,
        incident_type="STDBY",
        severity="minor",
        title="Self-check",
    )
    return str(officer.must("POST", "/api/v1/incidents", opening)["room_id"])


def make_command(command_type: str, **fields: Json) -> JsonObject:
    """Return a command with an id of its own."""
    return {"type": command_type, "id": str(uuid.uuid4()), **fields}


def post_entries(sender: ClientConnection, check: SelfCheck) -> None:
    """Post messages and a marker, and wait until each is acknowledged."""
    wait_for(sender, "state")
    commands = [make_command("post_message", text=f"Self-check {number}") for number in range(MESSAGES)]
    marker = make_command(
        "place_marker", marker_id=str(uuid.uuid4()), kind="staging", label="Self-check", lon=-99.214, lat=39.642
    )
    for one in [*commands, marker]:
        sender.send(json.dumps({"type": "command", "command": one}))
        wait_for(sender, "ack")
        check.entries_posted += 1


def count_received(receiver: ClientConnection, room_id: str, *, expected: int) -> int:
    """Return how many entries arrived; they must be gap-free. Raises: CheckFailed."""
    seqs: list[int] = []
    for frame in list_frames(receiver):
        if frame["type"] == "entry":
            seqs.append(int(str(frame["seq"])))
        if len(seqs) == expected:
            break
    if seqs != list(range(seqs[0], seqs[0] + expected)):
        raise CheckFailed(f"room {room_id}: entries arrived as {seqs}")
    return len(seqs)


def wait_for(socket: ClientConnection, frame_type: str) -> JsonObject:
    """Return the next frame of a type. Raises: CheckFailed: the server refused instead."""
    for frame in list_frames(socket):
        if frame["type"] == frame_type:
            return frame
        if frame["type"] in ("error", "nack"):
            raise CheckFailed(f"the server answered {frame}")
    raise CheckFailed(f"no {frame_type} came")


def list_frames(socket: ClientConnection) -> Iterator[JsonObject]:
    """Yield frames until the time is up."""
    deadline_s = time.monotonic() + TIMEOUT_S
    while (left_s := deadline_s - time.monotonic()) > 0:
        frame: JsonObject = json.loads(socket.recv(timeout=left_s))
        yield frame


def fetch_url(url: str, *, method: str = "GET", body: JsonObject | None = None, token: str = "") -> tuple[int, bytes]:
    """Return status and body; status 0 where there was no answer."""
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {})
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310 - our own server
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError as error:
        return 0, str(error).encode()
