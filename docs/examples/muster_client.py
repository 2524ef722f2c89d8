"""A complete client of one room: sign in, join, follow the log without a gap, send commands that are never lost.

    python3 docs/examples/muster_client.py http://127.0.0.1:8000 USER PASSWORD ROOM_ID

Needs the package `websockets`. docs/protocol.md says what every frame means.
"""

import asyncio
import contextlib
import hashlib
import json
import random
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection

SUBPROTOCOL = "muster.v1"
GENESIS = "0" * 64
ACK_EVERY = 48  # entries; the server lets 128 be on their way
ACK_AFTER_S = 0.2
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 5.0
TRY_LATER_S = 2.0
# Errors after which trying again cannot help.
FINAL_CODES = {"not_found", "access_ended", "signed_out", "not_joined", "bad_subprotocol", "foreign_origin"}

type Frame = dict[str, Any]


class Refused(Exception):
    """The server said no; `code` is stable, the text is for people."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail", problem)))
        self.code = str(problem.get("code", ""))
        self.problem = problem


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
        raise Refused(json.loads(error.read() or b"{}")) from error


def sign_in(base_url: str, username: str, password: str) -> str:
    """Return a session token for the X-Session-Token header."""
    body = {"username": username, "password": password}
    return str(request(base_url, "/_allauth/app/v1/auth/login", body=body)["meta"]["session_token"])


class MusterClient:
    """Follows one room as long as run() runs. `entries` is the log as this reader may see it, without a gap."""

    def __init__(
        self, base_url: str, token: str, room_id: str, *, on_frame: Callable[[Frame], None] | None = None
    ) -> None:
        self.base_url, self.token, self.room_id = base_url, token, room_id
        self.on_frame = on_frame
        self.entries: dict[int, Frame] = {}
        self.seq = 0  # everything up to here has been received
        self.head = 0  # how far the server says the log is
        self.snapshot: Frame | None = None
        self.positions: dict[str, Frame] = {}
        self.reconnects = -1
        self.ended: Refused | None = None
        self._outbox: dict[str, Frame] = {}
        self._answers: dict[str, asyncio.Future[int | None]] = {}
        self._socket: ClientConnection | None = None
        self._acked = 0
        self._ack_timer: asyncio.TimerHandle | None = None
        self._moved = asyncio.Condition()

    # --- what an application calls -----------------------------------------------------------------------------------
    async def run(self) -> None:
        """Stay connected until cancelled, or until the server says that trying again is no use (`ended` says why)."""
        retry_s = FIRST_RETRY_S
        while self.ended is None:
            before = self.seq
            try:
                with contextlib.suppress(OSError, websockets.WebSocketException, Refused, TimeoutError):
                    await self._one_connection()
            finally:
                self._socket = None
            retry_s = FIRST_RETRY_S if self.seq > before else min(LAST_RETRY_S, retry_s * 2)
            # Jitter: after a restart not everybody comes back in the same instant.
            await asyncio.sleep(retry_s * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret

    async def command(self, command_type: str, **fields: Any) -> int | None:
        """Send a command until it is answered, over however many connections; return its seq. Raises: Refused.

        The id stays the same each time it is sent, so it takes effect once.
        """
        command_id = str(uuid.uuid4())
        command = {"type": command_type, "id": command_id, **fields}
        self._outbox[command_id] = command
        answer = self._answers[command_id] = asyncio.get_running_loop().create_future()
        if self._socket is not None:
            with contextlib.suppress(websockets.WebSocketException):
                await self._send({"type": "command", "command": command})
        seq: int | None = await answer
        return seq

    async def wait_for_seq(self, seq: int, *, timeout_s: float = 30) -> None:
        """Return when everything up to seq has arrived. Raises: TimeoutError."""
        async with asyncio.timeout(timeout_s), self._moved:
            await self._moved.wait_for(lambda: self.seq >= seq)

    # --- one connection ----------------------------------------------------------------------------------------------
    async def _one_connection(self) -> None:
        ticket = (await asyncio.to_thread(request, self.base_url, "/api/v1/ws-tickets", token=self.token, body={}))[
            "ticket"
        ]
        url = f"{self.base_url.replace('http', 'ws', 1)}/ws/v1/rooms/{self.room_id}"
        subprotocols = [websockets.Subprotocol(SUBPROTOCOL), websockets.Subprotocol(f"ticket.{ticket}")]
        async with websockets.connect(url, subprotocols=subprotocols, max_size=None, open_timeout=15) as socket:
            self.reconnects += 1
            has_log = self.snapshot is not None or self.seq > 0
            await socket.send(json.dumps({"type": "hello", "after": self.seq} if has_log else {"type": "hello"}))
            self._acked = self.seq
            async for text in socket:
                frame: Frame = json.loads(text)
                await self._take(frame, socket)

    async def _take(self, frame: Frame, socket: ClientConnection) -> None:
        if self.on_frame is not None:
            self.on_frame(frame)
        take = getattr(self, f"_take_{frame['type']}", None)
        if take is not None:
            await take(frame, socket)

    async def _take_welcome(self, frame: Frame, socket: ClientConnection) -> None:
        self.head = max(self.head, frame["head"])
        self._socket = socket
        # What was not answered is sent again, in the order it was asked.
        for command in list(self._outbox.values()):
            await self._send({"type": "command", "command": command})

    async def _take_snapshot(self, frame: Frame, _socket: ClientConnection) -> None:
        self.snapshot = frame["state"]
        self._acked = frame["seq"]
        await self._move_to(frame["seq"])

    async def _take_entry(self, frame: Frame, socket: ClientConnection) -> None:
        seq = frame["seq"]
        if seq <= self.seq:
            return
        if seq != self.seq + 1:
            # A gap is always a fault: come back and ask for what is missing.
            await socket.close()
            return
        self.entries[seq] = frame
        self._settle_own(frame)
        await self._move_to(seq)
        self._acknowledge_soon()

    _take_withheld = _take_entry

    def _settle_own(self, frame: Frame) -> None:
        """Take an entry of one's own command for its answer: after leave_room the socket closes before any other."""
        command_id = frame.get("content", {}).get("command_id", "")
        if command_id in self._outbox:
            self._answer(command_id, frame["seq"])

    def _answer(self, command_id: str, seq: int | None) -> None:
        self._outbox.pop(command_id, None)
        answer = self._answers.pop(command_id, None)
        if answer is not None and not answer.done():
            answer.set_result(seq)

    async def _take_beacon(self, frame: Frame, _socket: ClientConnection) -> None:
        self.head = max(self.head, frame["head"])

    async def _take_positions(self, frame: Frame, _socket: ClientConnection) -> None:
        for position in frame["positions"]:
            self.positions[position["participant_id"]] = position
        for gone in frame["gone"]:
            self.positions.pop(gone, None)

    async def _take_ack(self, frame: Frame, _socket: ClientConnection) -> None:
        self._answer(frame["id"], frame["seq"])

    async def _take_nack(self, frame: Frame, _socket: ClientConnection) -> None:
        if frame["problem"]["code"] == "try_later":
            # Nothing was recorded: the same command, with the same id, once more in a while.
            asyncio.get_running_loop().call_later(TRY_LATER_S, self._send_again, frame["id"])
            return
        self._outbox.pop(frame["id"], None)
        answer = self._answers.pop(frame["id"], None)
        if answer is not None and not answer.done():
            answer.set_exception(Refused(frame["problem"]))

    async def _take_resync_required(self, _frame: Frame, socket: ClientConnection) -> None:
        self.entries.clear()
        self.seq, self.snapshot = 0, None
        await socket.close()

    async def _take_error(self, frame: Frame, _socket: ClientConnection) -> None:
        if frame["problem"]["code"] in FINAL_CODES:
            self.ended = Refused(frame["problem"])

    # --- small things ------------------------------------------------------------------------------------------------
    async def _move_to(self, seq: int) -> None:
        self.seq, self.head = seq, max(self.head, seq)
        async with self._moved:
            self._moved.notify_all()

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
            self._sending = asyncio.get_running_loop().create_task(self._send_quietly({"type": "ack", "seq": self.seq}))

    def _send_again(self, command_id: str) -> None:
        command = self._outbox.get(command_id)
        if command is not None and self._socket is not None:
            sending = self._send_quietly({"type": "command", "command": command})
            self._sending = asyncio.get_running_loop().create_task(sending)

    async def _send_quietly(self, frame: Frame) -> None:
        with contextlib.suppress(websockets.WebSocketException):
            await self._send(frame)

    async def _send(self, frame: Frame) -> None:
        if self._socket is not None:
            await self._socket.send(json.dumps(frame))


def verify_chain(entries: Mapping[int, Frame]) -> None:
    """Check a whole log from seq 1: nothing taken out, put in or changed, withheld or not. Raises: ValueError."""
    previous = GENESIS
    for seq in range(1, len(entries) + 1):
        frame = entries[seq]
        if frame["type"] == "entry":
            content = json.dumps(frame["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            digest = hashlib.sha256(bytes.fromhex(frame["salt"]) + content.encode()).hexdigest()
            if digest != frame["digest"]:
                raise ValueError(f"entry {seq} is not what was hashed")
        previous = hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(frame["digest"])).hexdigest()
        if previous != frame["hash"]:
            raise ValueError(f"the chain breaks at entry {seq}")


def show(frame: Frame) -> None:
    """Print what a person would want to read."""
    if frame["type"] == "entry":
        content = frame["content"]
        mark = "EXERCISE " if content["exercise"] else ""
        text = content["event"].get("text") or content["event"]["type"]
        print(f"#{frame['seq']} {mark}{content['at']} {content['by']['name']} ({content['by']['agency']}): {text}")
    elif frame["type"] in {"withheld", "error", "resync_required", "goodbye"}:
        print(frame)


async def main(base_url: str, username: str, password: str, room_id: str) -> None:
    """Join a room, say hello in it, and follow it until Ctrl-C."""
    token = await asyncio.to_thread(sign_in, base_url, username, password)
    join = {"type": "join_room", "id": str(uuid.uuid4())}
    await asyncio.to_thread(request, base_url, f"/api/v1/rooms/{room_id}/commands", token=token, body=join)
    client = MusterClient(base_url, token, room_id, on_frame=show)
    following = asyncio.create_task(client.run())
    await client.command("post_message", text="Following this room from the example client.", audience="everyone")
    await following
    if client.ended is not None:
        print(f"ended: {client.ended.code}")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(*sys.argv[1:]))
