"""A complete client of one room: it follows the log without a gap, loses no command, and knows how current it is.

    python3 docs/examples/muster_client.py http://127.0.0.1:8000 USER PASSWORD ROOM_ID [--save LOG.json]

Needs Python 3.12 or newer and the package `websockets`. docs/protocol.md says what every frame means. With --save it
writes the room's log to a file that docs/examples/verify_log.py can check, and ends.
"""

import argparse
import asyncio
import contextlib
import getpass
import json
import random
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection

SUBPROTOCOL = "muster.v1"
ACK_EVERY = 48  # entries; the server lets 128 be on their way
ACK_AFTER_S = 0.2
WINDOW = 50  # commands without an answer, unless `welcome` names another number
STALE_AFTER_S = 12.0  # two beacons and a margin
SILENCE_S = 20.0  # after that the connection is dead, even if the socket says otherwise
# While it may be a server that starts anew: found within 2.25 s, jitter included. After two minutes seldom.
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 1.5
SELDOM_RETRY_S, SELDOM_AFTER_TRIES = 5.0, 80
TRY_LATER_S = 2.0  # where the server does not say how long
# Refusals for now: nothing was recorded. The first is about the server, the others are about one command.
TRY_LATER_CODE = "try_later"
LIMIT_CODES = {"too_many_incidents", "too_many_presses"}
PRESS = "raise_panic"  # overtakes whatever waits
MAX_SIGN_INS = 3  # failed ones in a row
MAX_FRAME_BYTES = 64 * 1024
# Errors after which trying again cannot help.
FINAL_CODES = {"not_found", "access_ended", "not_joined", "bad_subprotocol", "foreign_origin"}
SIGNED_OUT_CODES = {"signed_out", "not_authenticated"}
# The session was not used for half an hour: show nothing more until the person has proved who they are.
LOCKED_CODE = "session_locked"

type Frame = dict[str, Any]


class Refused(Exception):
    """The server said no; `code` is stable, the text is for people."""

    def __init__(self, problem: Mapping[str, Any], *, status: int = 0, retry_after_s: float = 0.0) -> None:
        super().__init__(str(problem.get("detail", problem)))
        self.code = str(problem.get("code", ""))
        self.problem = problem
        self.status = status or int(problem.get("status", 0))
        self.retry_after_s = retry_after_s or float(problem.get("retry_after_s", 0.0))


def request(base_url: str, path: str, *, token: str = "", body: Frame | None = None) -> Frame:
    """Make one HTTP request and return its JSON. Raises: Refused: with the RFC 9457 problem."""
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {})
    data = json.dumps(body).encode() if body is not None else None
    url = f"{base_url}{path}"
    asked = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - the user's own server
    try:
        with urllib.request.urlopen(asked, timeout=30) as response:  # noqa: S310
            answer: Frame = json.load(response)
            return answer
    except urllib.error.HTTPError as error:
        wait = error.headers.get("Retry-After", "")
        wait_s = float(wait) if wait.isdecimal() else 0.0
        raise Refused(_problem(error.read()), status=error.code, retry_after_s=wait_s) from error


def _problem(body: bytes) -> Frame:
    try:
        problem = json.loads(body)
    except ValueError:  # a proxy's page
        return {}
    return problem if isinstance(problem, dict) else {}


def sign_in(base_url: str, username: str, password: str) -> str:
    """Return a session token for the X-Session-Token header."""
    body = {"username": username, "password": password}
    return str(request(base_url, "/_allauth/app/v1/auth/login", body=body)["meta"]["session_token"])


def unlock(base_url: str, token: str, password: str) -> None:
    """Say once more who one is, after which a locked session goes on. Raises: Refused: a wrong password."""
    request(base_url, "/_allauth/app/v1/auth/reauthenticate", token=token, body={"password": password})


def in_use(base_url: str, token: str) -> str | None:
    """Report that the person touched the app, or watches an alarm; return when the session locks, None: never.

    At most once a minute, and by a person's doing: an app that says so by itself undoes the lock.
    """
    locks_at: str | None = request(base_url, "/api/v1/me/in-use", token=token, body={})["locks_at"]
    return locks_at


def merge(target: Any, patch: Any) -> Any:
    """Return the target with a merge patch applied. Source: RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge(result.get(name), value)
    return result


class Gap(Exception):
    """A frame does not continue what is here: come back and ask for what is missing."""


class RoomCopy:
    """The room as this reader may see it: its state after entry `seq`, and the entries that have been received."""

    def __init__(self, *, after: int | None = None) -> None:
        self.entries: dict[int, Frame] = {}
        self.seq = after or 0
        self.state: Frame = {}
        self.has_state = after == 0  # the state after entry 0 is empty
        self._parts: Frame = {}
        self._part = 0

    def take_entry(self, frame: Frame) -> bool:
        """Take the next entry; False if it was here before. Raises: Gap."""
        if frame["seq"] <= self.seq:
            return False
        if not self.has_state or frame["seq"] != self.seq + 1:
            raise Gap
        self.state = merge(self.state, frame.get("content", {}).get("patch", {}))
        self.entries[frame["seq"]] = frame
        self.seq = frame["seq"]
        return True

    def take_state(self, frame: Frame) -> bool:
        """Take a part of the state; True if it was the last one. Raises: Gap."""
        if frame["since"] > self.seq or frame["part"] not in (1, self._part + 1):
            raise Gap
        if frame["part"] == 1:
            self._parts = self.state if frame["since"] else {}
        # Each object replaces the one that is there.
        for kind, objects in frame["objects"].items():
            kept = {one: value for one, value in self._parts.get(kind, {}).items() if one not in objects}
            new = {one: value for one, value in objects.items() if value is not None}
            self._parts = {**self._parts, kind: {**kept, **new}}
        self._part = frame["part"]
        if frame["part"] < frame["parts"]:
            return False
        self.state, self.seq, self.has_state = self._parts, frame["seq"], True
        return True

    def first_missing(self) -> int | None:
        """Return the first entry that is not here, of those that the state has in it."""
        return next((seq for seq in range(1, self.seq + 1) if seq not in self.entries), None)


class Outbox:
    """Commands that have not been answered, in the order they were asked; in a file they outlive the process."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.commands: dict[str, Frame] = {}
        if path is not None and path.exists():
            self.commands = {command["id"]: command for command in json.loads(path.read_text(encoding="utf-8"))}

    def add(self, command: Frame) -> None:
        """Keep a command until it is answered."""
        self.commands[command["id"]] = command
        self._keep()

    def drop(self, command_id: str) -> None:
        """Forget a command that was answered."""
        if self.commands.pop(command_id, None) is not None:
            self._keep()

    def _keep(self) -> None:
        if self._path is None:
            return
        # A whole file or the one before, never a half.
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(list(self.commands.values())), encoding="utf-8")
        new.replace(self._path)


def pause_after(tries: int) -> float:
    """Return how long to wait after so many tries in a row that brought nothing, seconds."""
    if tries > SELDOM_AFTER_TRIES:
        return SELDOM_RETRY_S
    return min(LAST_RETRY_S, FIRST_RETRY_S * 2 ** min(tries - 1, 10))


class MusterClient:
    """Follows one room as long as run() runs.

    `sign_in` returns a new token when the session has ended. `unlock` covers what is shown and asks the person who they
    are, with the token of the session that is locked; without it a lock is the end. `outbox_file` keeps commands over
    restarts. `after` is where to begin: None asks for the state as it is now, 0 for the whole log. `window` is how many
    commands may be without an answer at once, None: as many as the server allows. With 1 the log always has them in
    the order in which they were asked. With more, those that are on their way when the server refuses one for now may
    be recorded before it.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        room_id: str,
        *,
        sign_in: Callable[[], str] | None = None,
        unlock: Callable[[str], None] | None = None,
        outbox_file: Path | None = None,
        after: int | None = None,
        window: int | None = None,
        on_frame: Callable[[Frame], None] | None = None,
    ) -> None:
        self.base_url, self.token, self.room_id = base_url, token, room_id
        self.sign_in, self.unlock = sign_in, unlock
        self.on_frame = on_frame
        self.after = after
        self.copy = RoomCopy(after=after)
        self.head = 0  # how far the server says the log is
        self.positions: dict[str, Frame] = {}
        self.reconnects = -1
        self.ended: Refused | None = None
        self.outbox = Outbox(outbox_file)
        self._under_way: set[str] = set()
        self._asked_window = window
        self._window = window or WINDOW
        # One command at a time, until the server has shown that it takes them.
        self._is_trying, self._tried = True, ""
        self._resting: set[str] = set()  # commands that met a limit of their own
        self._answers: dict[str, asyncio.Future[int | None]] = {}
        self._socket: ClientConnection | None = None
        self._heard_s = 0.0
        self._sign_ins = 0
        self._tries = 0  # since the last `welcome`, which is an answer also in a room where no one says anything
        self._wait_s = 0.0  # what the server asked for before the next try
        self._resume: asyncio.TimerHandle | None = None
        self._acked = 0
        self._ack_timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._moved = asyncio.Condition()

    # --- what an application reads and calls -------------------------------------------------------------------------
    @property
    def seq(self) -> int:
        """Everything up to here has been received."""
        return self.copy.seq

    @property
    def state(self) -> Frame:
        """The room's objects by kind and id."""
        return self.copy.state

    @property
    def entries(self) -> dict[int, Frame]:
        """The entries that have been received, by seq. What lies before the first state comes with `fetch_missing`."""
        return self.copy.entries

    @property
    def currency(self) -> str:
        """Say how current this copy is; never show one that is stale as if it were not."""
        if self._socket is None or time.monotonic() - self._heard_s > STALE_AFTER_S:
            return "stale"
        return "current" if self.copy.has_state and self.seq >= self.head else "catching up"

    async def run(self) -> None:
        """Stay connected until cancelled, or until the server says that trying again is no use (`ended` says why)."""
        while True:
            self._wait_s = 0.0
            try:
                with contextlib.suppress(OSError, websockets.WebSocketException, TimeoutError, Gap):
                    await self._one_connection()
            except Refused as refused:
                self._wait_s = refused.retry_after_s
                await self._judge(refused)
            finally:
                self._disconnected()
            if self.ended is not None:
                return self._give_up(self.ended)
            self._tries += 1
            # Jitter: after a restart, clients must not all reconnect at the same instant.
            await asyncio.sleep(max(self._wait_s, pause_after(self._tries)) * random.uniform(1.0, 1.5))  # noqa: S311 - not a secret

    async def command(self, command_type: str, **fields: Any) -> int | None:
        """Send a command until it is answered, over however many connections; return its seq. Raises: Refused.

        The id stays the same each time it is sent, so it takes effect once.
        """
        if self.ended is not None:
            raise self.ended
        command_id = str(uuid.uuid4())
        command: Frame = {"type": command_type, "id": command_id, **fields}
        # The server would close every connection that sends it, and the commands behind it would never be sent.
        if len(json.dumps({"type": "command", "command": command}).encode()) > MAX_FRAME_BYTES:
            raise Refused({"code": "frame_too_large", "detail": "The command is longer than the protocol allows."})
        answer = self._answers[command_id] = asyncio.get_running_loop().create_future()
        self.outbox.add(command)
        await self._send_waiting()
        seq: int | None = await answer
        return seq

    async def wait_for_seq(self, seq: int, *, timeout_s: float = 30) -> None:
        """Return when everything up to seq has arrived. Raises: TimeoutError."""
        async with asyncio.timeout(timeout_s), self._moved:
            await self._moved.wait_for(lambda: self.seq >= seq)

    async def fetch_missing(self) -> None:
        """Fetch the entries that the state jumped over, a page at a time. Raises: Refused, OSError."""
        while (first := self.copy.first_missing()) is not None:
            path = f"/api/v1/rooms/{self.room_id}/entries?after={first - 1}"
            page = await asyncio.to_thread(request, self.base_url, path, token=self.token)
            frames = {frame["seq"]: frame for frame in page["entries"] if frame["seq"] <= self.seq}
            if first not in frames:
                return
            self.entries.update(frames)

    # --- one connection ----------------------------------------------------------------------------------------------
    async def _one_connection(self) -> None:
        asked = await asyncio.to_thread(request, self.base_url, "/api/v1/ws-tickets", token=self.token, body={})
        url = f"{self.base_url.replace('http', 'ws', 1)}/ws/v1/rooms/{self.room_id}"
        subprotocols = [websockets.Subprotocol(SUBPROTOCOL), websockets.Subprotocol(f"ticket.{asked['ticket']}")]
        async with websockets.connect(url, subprotocols=subprotocols, max_size=None, open_timeout=15) as socket:
            self.reconnects += 1
            hello: Frame = {"type": "hello"} | ({"after": self.seq} if self.copy.has_state else {})
            await socket.send(json.dumps(hello))
            self._acked = self.seq
            while True:
                frame: Frame = json.loads(await asyncio.wait_for(socket.recv(), SILENCE_S))
                self._heard_s = time.monotonic()
                await self._take(frame, socket)

    async def _take(self, frame: Frame, socket: ClientConnection) -> None:
        if self.on_frame is not None:
            self.on_frame(frame)
        take = getattr(self, f"_take_{frame['type']}", None)
        if take is not None:
            await take(frame, socket)

    def _disconnected(self) -> None:
        self._socket = None
        # It is unknown whether commands under way arrived; with the same id, sending them again is harmless.
        self._under_way.clear()
        self._is_trying, self._tried = True, ""

    async def _judge(self, refused: Refused) -> None:
        """Decide what a refusal means: sign in anew, try again later, or end."""
        if refused.code in FINAL_CODES:
            self.ended = refused
        elif refused.code == LOCKED_CODE:
            await self._unlock(refused)
        elif refused.code in SIGNED_OUT_CODES:
            await self._sign_in_anew(refused)

    async def _unlock(self, refused: Refused) -> None:
        """Ask the person who they are, and go on from where this copy is; what waits to be sent goes on waiting."""
        if self.unlock is None:
            self.ended = refused
            return
        with contextlib.suppress(OSError, Refused):
            await asyncio.to_thread(self.unlock, self.token)

    async def _sign_in_anew(self, refused: Refused) -> None:
        self._sign_ins += 1
        if self.sign_in is None or self._sign_ins > MAX_SIGN_INS:
            self.ended = refused
            return
        try:
            self.token = await asyncio.to_thread(self.sign_in)
        except OSError:
            self._sign_ins -= 1  # the network is away, which says nothing about the password
        except Refused as no:
            self._wait_s = no.retry_after_s
            if not no.retry_after_s and no.status < 500:
                self.ended = no

    # --- frames ------------------------------------------------------------------------------------------------------
    async def _take_welcome(self, frame: Frame, socket: ClientConnection) -> None:
        self.head = max(self.head, frame["head"])
        allowed = frame.get("window", WINDOW)
        self._window = min(allowed, self._asked_window or allowed)
        self._sign_ins = 0
        self._tries = 0
        self._socket = socket
        # Commands without an answer are sent again, in their order.
        await self._send_waiting()

    async def _take_state(self, frame: Frame, _socket: ClientConnection) -> None:
        if self.copy.take_state(frame):
            self._acked = frame["seq"]
            await self._announce()

    async def _take_entry(self, frame: Frame, _socket: ClientConnection) -> None:
        if not self.copy.take_entry(frame):
            return
        # An entry of one's own command is an answer: after leave_room the socket closes before any other.
        self._answer(frame.get("content", {}).get("command_id", ""), frame["seq"])
        await self._announce()
        self._acknowledge_soon()
        await self._send_waiting()

    _take_withheld = _take_entry

    async def _take_beacon(self, frame: Frame, _socket: ClientConnection) -> None:
        self.head = max(self.head, frame["head"])

    async def _take_positions(self, frame: Frame, _socket: ClientConnection) -> None:
        for position in frame["positions"]:
            self.positions[position["participant_id"]] = position
        for gone in frame["gone"]:
            self.positions.pop(gone, None)

    async def _take_ack(self, frame: Frame, _socket: ClientConnection) -> None:
        self._answer(frame["id"], frame["seq"])
        await self._send_waiting()

    async def _take_nack(self, frame: Frame, _socket: ClientConnection) -> None:
        refused = Refused(frame["problem"])
        self._under_way.discard(frame["id"])
        if refused.code == TRY_LATER_CODE or refused.code in LIMIT_CODES:
            self._postpone(frame["id"], refused)
            return
        self.outbox.drop(frame["id"])
        answer = self._answers.pop(frame["id"], None)
        if answer is not None and not answer.done():
            answer.set_exception(refused)
        await self._send_waiting()

    async def _take_resync_required(self, frame: Frame, _socket: ClientConnection) -> None:
        # The server has another, shorter log: this copy cannot be trusted.
        self.copy, self.head = RoomCopy(after=self.after), frame["head"]
        raise Gap

    async def _take_goodbye(self, frame: Frame, _socket: ClientConnection) -> None:
        self._wait_s = frame["retry_after_s"]

    async def _take_error(self, frame: Frame, _socket: ClientConnection) -> None:
        raise Refused(frame["problem"])

    def _give_up(self, ended: Refused) -> None:
        """Tell callers that wait for an answer that none will come; the commands stay in the outbox."""
        waiting, self._answers = self._answers, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(ended)

    # --- small things ------------------------------------------------------------------------------------------------
    async def _announce(self) -> None:
        self.head = max(self.head, self.seq)
        async with self._moved:
            self._moved.notify_all()

    def _answer(self, command_id: str, seq: int | None) -> None:
        self._under_way.discard(command_id)
        if command_id == self._tried:
            self._is_trying = False
        self.outbox.drop(command_id)
        answer = self._answers.pop(command_id, None)
        if answer is not None and not answer.done():
            answer.set_result(seq)

    def _postpone(self, command_id: str, refused: Refused) -> None:
        """Keep a command that left no trace, to be sent again later with the same id and in its old place.

        Of what is on its way behind it, the server may record some first: nothing more is sent until all of that is
        answered, and then one by one. A limit holds for this command alone.
        """
        loop, wait_s = asyncio.get_running_loop(), refused.retry_after_s or TRY_LATER_S
        if refused.code in LIMIT_CODES:
            self._resting.add(command_id)
            loop.call_later(wait_s, self._end_rest, command_id)
            return
        self._is_trying, self._tried = True, ""
        if self._resume is None:
            self._resume = loop.call_later(wait_s, self._resumes)

    def _may_send(self, command: Frame) -> bool:
        if command["id"] in self._under_way or command["id"] in self._resting:
            return False
        if command["type"] == PRESS:
            return True
        return self._resume is None and len(self._under_way) < (1 if self._is_trying else self._window)

    async def _send_waiting(self) -> None:
        """Send what has not been sent on this connection, as far as the window allows."""
        for command in list(self.outbox.commands.values()):
            if self._socket is None or len(self._under_way) >= self._window:
                return
            if self._may_send(command):
                self._under_way.add(command["id"])
                if self._is_trying and command["type"] != PRESS:
                    self._tried = command["id"]
                await self._send({"type": "command", "command": command})

    def _resumes(self) -> None:
        self._resume = None
        self._start(self._send_waiting())

    def _end_rest(self, command_id: str) -> None:
        self._resting.discard(command_id)
        self._start(self._send_waiting())

    def _acknowledge_soon(self) -> None:
        if self.seq - self._acked >= ACK_EVERY:
            self._acknowledge()
        elif self._ack_timer is None:
            self._ack_timer = asyncio.get_running_loop().call_later(ACK_AFTER_S, self._acknowledge)

    def _acknowledge(self) -> None:
        if self._ack_timer is not None:
            self._ack_timer.cancel()
            self._ack_timer = None
        if self._socket is not None and self.seq > self._acked:
            self._acked = self.seq
            self._start(self._send({"type": "ack", "seq": self.seq}))

    async def opened(self, seq: int) -> None:
        """Say that the log has stood on the person's screen up to here. Say it again after a new connection."""
        await self._send({"type": "opened", "seq": min(seq, self.seq)})

    def _start(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, frame: Frame) -> None:
        if self._socket is not None:
            with contextlib.suppress(websockets.WebSocketException):
                await self._socket.send(json.dumps(frame))


def show(frame: Frame) -> None:
    """Print what a person would want to read."""
    if frame["type"] == "entry":
        content = frame["content"]
        mark = "EXERCISE " if content["exercise"] else ""
        text = content["event"].get("text") or content["event"]["type"]
        print(f"#{frame['seq']} {mark}{content['at']} {content['by']['name']} ({content['by']['agency']}): {text}")
    elif frame["type"] in {"withheld", "error", "resync_required", "goodbye"}:
        print(frame)


def join(base_url: str, token: str, room_id: str) -> None:
    """Join a room, unless one is in it already: each `join_room` writes an entry. Raises: Refused."""
    room = f"/api/v1/rooms/{room_id}"
    try:
        request(base_url, f"{room}/entries?after=0&limit=1", token=token)
    except Refused as refused:
        if refused.code != "not_joined":
            raise
        request(base_url, f"{room}/commands", token=token, body={"type": "join_room", "id": str(uuid.uuid4())})


async def follow(client: MusterClient) -> None:
    """Say something in the room, and follow it until Ctrl-C."""
    following = asyncio.create_task(client.run())
    await client.command("post_message", text="Following this room from the example client.", audience="everyone")
    await following
    if client.ended is not None:
        print(f"ended: {client.ended.code}")


async def save(client: MusterClient, path: Path) -> None:
    """Write the log as far as it goes now."""
    following = asyncio.create_task(client.run())
    while client.currency != "current":
        await asyncio.sleep(0.1)
        if following.done():
            raise client.ended or ConnectionError
    await client.fetch_missing()
    following.cancel()
    frames = [client.entries[seq] for seq in sorted(client.entries)]
    await asyncio.to_thread(path.write_text, json.dumps(frames, ensure_ascii=False), encoding="utf-8")
    print(f"{len(frames)} entries in {path}")


async def main() -> None:
    """Join a room, and follow or save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("url", "user", "password", "room_id"):
        parser.add_argument(name)
    parser.add_argument("--save", type=Path)
    asked = parser.parse_args()

    def signed_in() -> str:
        return sign_in(asked.url, asked.user, asked.password)

    def unlocked(token: str) -> None:
        unlock(asked.url, token, getpass.getpass("The session is locked. Password: "))

    token = await asyncio.to_thread(signed_in)
    await asyncio.to_thread(join, asked.url, token, asked.room_id)
    outbox_file = Path(f"outbox-{asked.user}-{asked.room_id}.json")
    if asked.save is not None:
        await save(MusterClient(asked.url, token, asked.room_id, sign_in=signed_in, after=0), asked.save)
        return
    client = MusterClient(
        asked.url,
        token,
        asked.room_id,
        sign_in=signed_in,
        unlock=unlocked,
        outbox_file=outbox_file,
        on_frame=show,
    )
    await follow(client)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
