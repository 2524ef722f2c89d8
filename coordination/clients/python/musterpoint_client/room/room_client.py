"""One room, for an app: its log, its state, its outbox and its connection, put together."""

import asyncio
import contextlib
import json
import random
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from musterpoint_client.log.chain import BrokenLog
from musterpoint_client.log.room_log import Gap, RoomLog
from musterpoint_client.problems import FINAL_CODES, LOCKED_CODE, SIGNED_OUT_CODES, ApiProblem, Frame
from musterpoint_client.room.connection import LOST, Connection, open_room_socket, pause_after
from musterpoint_client.room.currency import Currency, currency_of
from musterpoint_client.room.outbox import Outbox
from musterpoint_client.room.positions import KnownPositions
from musterpoint_client.room.sending import WINDOW, Sending
from musterpoint_client.session import Session

ACK_EVERY = 48  # entries; the server lets 128 be on their way
ACK_AFTER_S = 0.2
MAX_SIGN_INS = 3  # failed ones in a row
MAX_FRAME_BYTES = 64 * 1024


def enter_room(session: Session, room_id: str) -> None:
    """Be in a room: who is in it already adds nothing to its log. Raises: ApiProblem: one may not."""
    try:
        session.get(f"/rooms/{room_id}/entries?after=0&limit=1")
    except ApiProblem as refused:
        if refused.code != "not_joined":
            raise
        session.post(f"/rooms/{room_id}/commands", {"type": "join_room", "id": str(uuid.uuid4())})


class RoomClient:
    """Follows one room as long as run() runs, and loses no command.

    `sign_in` signs the session in anew when it has ended. `unlock` covers what is shown and unlocks the session, asking
    the person who they are; without it a lock is the end. `outbox_file` keeps commands over restarts. `after` is where
    to begin: None asks for the state as it is now, 0 for the whole log. `window` is how many commands may be without an
    answer at once, None: as many as the server allows. With 1 the log always has them in the order in which they were
    asked. With more, those that are on their way when the server refuses one for now may be recorded before it.
    """

    def __init__(
        self,
        session: Session,
        room_id: str,
        *,
        sign_in: Callable[[], object] | None = None,
        unlock: Callable[[], object] | None = None,
        outbox_file: Path | None = None,
        after: int | None = None,
        window: int | None = None,
        checks_chain: bool = True,
        on_frame: Callable[[Frame], object] | None = None,
    ) -> None:
        self.session, self.room_id = session, room_id
        self.sign_in, self.unlock = sign_in, unlock
        self.on_frame = on_frame
        self.after, self.checks_chain = after, checks_chain
        self.log = self._new_log()
        self.head = 0  # how far the server says the log is
        self.audiences: list[str] = []  # to whom this person may speak
        self.positions = KnownPositions()
        self.reconnects = -1
        self.ended: ApiProblem | BrokenLog | None = None
        self.outbox = Outbox(outbox_file)
        self.sending = Sending(self.outbox, window=window, start=self._start)
        self._connection: Connection | None = None
        self._sign_ins = 0
        self._tries = 0  # since the last `welcome`, which is an answer also in a room where no one says anything
        self._wait_s = 0.0  # what the server asked for before the next try
        self._acked = 0
        self._ack_timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._moved = asyncio.Condition()

    # --- what an app reads and calls ---------------------------------------------------------------------------------
    @property
    def seq(self) -> int:
        """Everything up to here has been received."""
        return self.log.seq

    @property
    def state(self) -> Frame:
        """The room's objects by kind and id."""
        return self.log.state

    @property
    def entries(self) -> dict[int, Frame]:
        """The entries that have been received, by seq. What lies before the first state comes with `fetch_missing`."""
        return self.log.entries

    @property
    def currency(self) -> Currency:
        """Say how current this copy is; never show one that is stale as if it were not."""
        silent_s = 0.0 if self._connection is None else time.monotonic() - self._connection.heard_s
        is_connected = self._connection is not None
        return currency_of(
            is_connected=is_connected,
            silent_s=silent_s,
            has_state=self.log.has_state,
            seq=self.seq,
            head=self.head,
        )

    async def run(self) -> None:
        """Stay connected until cancelled, or until the server says that trying again is no use (`ended` says why)."""
        while True:
            self._wait_s = 0.0
            try:
                with contextlib.suppress(*LOST, Gap):
                    await self._one_connection()
            except ApiProblem as refused:
                self._wait_s = refused.retry_after_s
                await self._judge(refused)
            except BrokenLog as broken:
                self.ended = broken
            finally:
                self._connection = None
                self.sending.end()
            if self.ended is not None:
                return self.sending.give_up(self.ended)
            self._tries += 1
            # Jitter: after a restart, clients must not all reconnect at the same instant.
            await asyncio.sleep(max(self._wait_s, pause_after(self._tries)) * random.uniform(1.0, 1.5))  # noqa: S311 - not a secret

    async def command(self, command_type: str, **fields: Any) -> int | None:
        """Send a command until it is answered, over however many connections; return its seq.

        None: it is never logged. The id stays the same each time it is sent, so it takes effect once.
        Raises: ApiProblem: it is refused for good; BrokenLog: the room is followed no more.
        """
        if self.ended is not None:
            raise self.ended
        command: Frame = {"type": command_type, "id": str(uuid.uuid4()), **fields}
        # The server would close every connection that sends it, and the commands behind it would never be sent.
        if len(json.dumps({"type": "command", "command": command}).encode()) > MAX_FRAME_BYTES:
            raise ApiProblem({"code": "frame_too_large", "detail": "The command is longer than the protocol allows."})
        answer = self.sending.expect_answer(command)
        await self.sending.send_waiting()
        return await answer

    async def wait_for_seq(self, seq: int, *, timeout_s: float = 30) -> None:
        """Return when everything up to seq has arrived. Raises: TimeoutError."""
        async with asyncio.timeout(timeout_s), self._moved:
            await self._moved.wait_for(lambda: self.seq >= seq)

    async def fetch_missing(self) -> None:
        """Fetch the entries that the state jumped over, a page at a time. Raises: ApiProblem, OSError."""
        while (first := self.log.first_missing()) is not None:
            path = f"/rooms/{self.room_id}/entries?after={first - 1}"
            page = await asyncio.to_thread(self.session.get, path)
            frames = {frame["seq"]: frame for frame in page["entries"] if frame["seq"] <= self.seq}
            if first not in frames:
                return
            self.entries.update(frames)

    async def note_opened(self, seq: int) -> None:
        """Say that the log has stood on the person's screen up to here. Say it again after a new connection."""
        await self._send({"type": "opened", "seq": min(seq, self.seq)})

    def cut_connection(self) -> None:
        """Cut the connection from this side, as a lost network would; run() comes back."""
        if self._connection is not None:
            self._connection.cut()

    # --- one connection ----------------------------------------------------------------------------------------------
    async def _one_connection(self) -> None:
        async with open_room_socket(self.session, self.room_id) as connection:
            self.reconnects += 1
            await connection.send({"type": "hello"} | ({"after": self.seq} if self.log.has_state else {}))
            self._acked = self.seq
            while True:
                await self._take(await connection.receive(), connection)

    async def _take(self, frame: Frame, connection: Connection) -> None:
        if self.on_frame is not None:
            self.on_frame(frame)
        take = getattr(self, f"_take_{frame['type']}", None)
        if take is not None:
            await take(frame, connection)

    async def _judge(self, refused: ApiProblem) -> None:
        """Decide what a refusal means: sign in anew, try again later, or end."""
        if refused.code in FINAL_CODES:
            self.ended = refused
        elif refused.code == LOCKED_CODE:
            await self._unlock(refused)
        elif refused.code in SIGNED_OUT_CODES:
            await self._sign_in_anew(refused)

    async def _unlock(self, refused: ApiProblem) -> None:
        """Ask the person who they are, and go on from where this copy is; what waits to be sent goes on waiting."""
        if self.unlock is None:
            self.ended = refused
            return
        with contextlib.suppress(OSError, ApiProblem):
            await asyncio.to_thread(self.unlock)

    async def _sign_in_anew(self, refused: ApiProblem) -> None:
        self._sign_ins += 1
        if self.sign_in is None or self._sign_ins > MAX_SIGN_INS:
            self.ended = refused
            return
        try:
            await asyncio.to_thread(self.sign_in)
        except OSError:
            self._sign_ins -= 1  # the network is away, which says nothing about the password
        except ApiProblem as no:
            self._wait_s = no.retry_after_s
            if not no.retry_after_s and no.status < 500:
                self.ended = no

    # --- frames ------------------------------------------------------------------------------------------------------
    async def _take_welcome(self, frame: Frame, connection: Connection) -> None:
        self.head = max(self.head, frame["head"])
        self.audiences = frame.get("audiences", [])
        self._sign_ins = 0
        self._tries = 0
        self._connection = connection
        self.sending.begin(connection.send, allowed=frame.get("window", WINDOW))
        # Commands without an answer are sent again, in their order.
        await self.sending.send_waiting()

    async def _take_state(self, frame: Frame, _connection: Connection) -> None:
        if self.log.take_state(frame):
            self._acked = frame["seq"]
            await self._announce()

    async def _take_entry(self, frame: Frame, _connection: Connection) -> None:
        if not self.log.take_entry(frame):
            return
        # An entry of one's own command is an answer: after leave_room the socket closes before any other.
        self.sending.take_answer(frame.get("content", {}).get("command_id", ""), frame["seq"])
        await self._announce()
        self._acknowledge_soon()
        await self.sending.send_waiting()

    _take_withheld = _take_entry

    async def _take_beacon(self, frame: Frame, _connection: Connection) -> None:
        self.head = max(self.head, frame["head"])

    async def _take_positions(self, frame: Frame, _connection: Connection) -> None:
        self.positions.take(frame)

    async def _take_ack(self, frame: Frame, _connection: Connection) -> None:
        self.sending.take_answer(frame["id"], frame["seq"])
        await self.sending.send_waiting()

    async def _take_nack(self, frame: Frame, _connection: Connection) -> None:
        if self.sending.take_refusal(frame["id"], ApiProblem(frame["problem"])):
            await self.sending.send_waiting()

    async def _take_resync_required(self, frame: Frame, _connection: Connection) -> None:
        # The server has another, shorter log: this copy cannot be trusted.
        self.log, self.head = self._new_log(), frame["head"]
        raise Gap

    async def _take_goodbye(self, frame: Frame, _connection: Connection) -> None:
        self._wait_s = frame["retry_after_s"]

    async def _take_error(self, frame: Frame, _connection: Connection) -> None:
        raise ApiProblem(frame["problem"])

    # --- small things ------------------------------------------------------------------------------------------------
    def _new_log(self) -> RoomLog:
        return RoomLog(after=self.after, checks_chain=self.checks_chain)

    async def _announce(self) -> None:
        self.head = max(self.head, self.seq)
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
        if self._connection is not None and self.seq > self._acked:
            self._acked = seq = self.seq
            self._start(lambda: self._send({"type": "ack", "seq": seq}))

    def _start(self, act: Callable[[], Awaitable[None]]) -> None:
        async def run_act() -> None:
            await act()

        doing: Coroutine[Any, Any, None] = run_act()
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, frame: Frame) -> None:
        if self._connection is not None:
            await self._connection.send(frame)
