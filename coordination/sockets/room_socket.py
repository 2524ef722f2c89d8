"""One socket in one room: thin ASGI between the session (what may be said) and the feed (what is heard)."""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from datetime import UTC, datetime
from time import monotonic
from typing import cast
from uuid import UUID

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings
from django.db import DatabaseError

from coordination.errors import BadSubprotocol, CoordinationError, HelloTooLate, TryLater
from coordination.room.access import Asker, RoomGrant
from coordination.room.capability import Command
from coordination.room.dispatch import rule_of
from coordination.room.entrance import VOUCHED_S, Entered, EntryRequest
from coordination.room.people.holders import Holder
from coordination.room.people.sign_ins import SignIn
from coordination.room.registry import action_of, command_adapter
from coordination.room.wire.frames import (
    SUBPROTOCOL,
    CloseCode,
    ack_frame,
    nack_frame,
    pong_frame,
    resync_frame,
    welcome_frame,
)
from coordination.room.wire.websocket import text_frame
from coordination.sockets.connection import session as protocol
from coordination.sockets.connection.handshake import check_origin, close_code_of, ticket_of
from coordination.sockets.connection.pace import WINDOW_COMMANDS, Pace
from coordination.sockets.connection.socket_writers import (
    EXTENSION,
    AsgiWriter,
    DirectWriter,
    PreparedFrames,
    Receive,
    Scope,
    Send,
)
from coordination.sockets.feeds.feed import RoomFeed, Snapshot
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.sockets.hub import Hub
from coordination.vocabulary import Audience

log = logging.getLogger(__name__)

_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub_of_this_loop() -> Hub:
    """Return the running loop's hub, started on first use; there is one loop, and so one hub, in a server process."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        layer = get_channel_layer()
        # The in-memory layer ends with the process: there is no other process to tell.
        hub = _hubs[loop] = Hub(layer=None if isinstance(layer, InMemoryChannelLayer) else layer)
        hub.start()
    return hub


def hub_if_started() -> Hub | None:
    """Return the hub of a process that has had a socket."""
    return next(iter(_hubs.values()), None)


async def forget_hub() -> None:
    """Stop and forget the running loop's hub."""
    hub = _hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.stop()


async def room_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one socket from handshake to disconnect."""
    await receive()
    offered = cast("list[str]", scope["subprotocols"])
    subprotocol = SUBPROTOCOL if SUBPROTOCOL in offered else None
    await send({"type": "websocket.accept", "subprotocol": subprotocol})
    extensions = cast("dict[str, PreparedFrames]", scope.get("extensions") or {})
    writer = DirectWriter(extensions[EXTENSION]) if EXTENSION in extensions else AsgiWriter(send)
    kwargs = cast("dict[str, dict[str, object]]", scope["url_route"])["kwargs"]
    socket = RoomSocket(writer=writer, room_id=cast("UUID", kwargs["room_id"]))
    try:
        await socket.serve(scope, offered, receive)
    finally:
        socket.end()
        if isinstance(writer, AsgiWriter):
            writer.cancel()


class RoomSocket:
    """One connection's state: who holds it, its place in the feed, and the commands waiting their turn."""

    def __init__(self, *, writer: DirectWriter | AsgiWriter, room_id: UUID) -> None:
        self._writer = writer
        self._room_id = room_id
        self._hub = hub_of_this_loop()
        self._session = protocol.Session(parse_command=command_adapter().validate_python, now_s=monotonic())
        self._sign_in: SignIn | None = None
        self._hello_due: asyncio.TimerHandle | None = None
        self._grant: RoomGrant | None = None  # of the hello; the subscriber's audiences are the current ones
        self._feed: RoomFeed | None = None
        self._subscriber: Subscriber | None = None
        self._pending: deque[protocol.Execute] = deque()
        self._pace = Pace(writer, self._session, waiting=lambda: len(self._pending), on_change=self._note_held)
        self._worker: asyncio.Task[None] | None = None
        self._pressing: asyncio.Task[None] | None = None
        self._is_closed = False
        # Everything that came is dealt with: the next frame need not queue up.
        self._is_at_rest = False

    # --- life ---------------------------------------------------------------------------------------------------------
    async def serve(self, scope: Scope, offered: list[str], receive: Receive) -> None:
        """Let the client in, or say why not; then take its frames until it goes."""
        await self._admit(scope, offered)
        self._await_hello()
        if isinstance(self._writer, DirectWriter):
            self._writer.listen(self._take_at_once)
        while True:
            await self._writer.may_read()
            self._is_at_rest = True
            message = await receive()
            self._is_at_rest = False
            if message["type"] == "websocket.disconnect":
                return
            if self._is_closed:
                continue
            effect = self._session.hear(cast("str | None", message.get("text")), now_s=monotonic())
            if isinstance(effect, protocol.Start):
                self._stop_awaiting_hello()
                await self._start(effect.after)
            elif effect is not None:
                self._do(effect)
            self._pace.look()

    async def _admit(self, scope: Scope, offered: list[str]) -> None:
        try:
            if SUBPROTOCOL not in offered:
                raise BadSubprotocol
            check_origin(scope)
            self._sign_in = await self._hub.batched.redeem(ticket_of(offered))
        except CoordinationError as error:
            self._close(error)
        except DatabaseError:
            self._close(TryLater())

    def _await_hello(self) -> None:
        """Limit the wait for hello: a silent socket costs memory and a place, and its ticket is soon out of date."""
        late = asyncio.get_running_loop().call_later(settings.HELLO_WITHIN_S, self._close, HelloTooLate())
        self._hello_due = late

    def _stop_awaiting_hello(self) -> None:
        if self._hello_due is not None:
            self._hello_due.cancel()
            self._hello_due = None

    def _take_at_once(self, text: str) -> bool:
        """Deal with a text in the turn of the loop in which it came; False if it has to wait behind something."""
        if not self._is_at_rest or self._session.stage is not protocol.Stage.LIVE:
            return False
        if not self._is_closed:
            try:
                effect = self._session.hear(text, now_s=monotonic())
                if effect is not None:
                    self._do(effect)
                self._pace.look()
            except Exception:
                log.exception("a frame could not be dealt with")
                self._close_for_fault()
        return True

    def end(self) -> None:
        """The connection is gone: leave the feed; a command that was begun is finished, the rest never acknowledged."""
        self._is_closed = True
        self._stop_awaiting_hello()
        self._pace.end()
        self._pending.clear()
        if self._feed is not None and self._subscriber is not None:
            self._subscriber.is_closed = True
            self._hub.detach(self._feed, self._subscriber)

    def _close(self, error: CoordinationError, code: int | None = None) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        code = code if code is not None else close_code_of(error)
        if self._subscriber is not None:
            self._subscriber.close(error, code)
        else:
            self._writer.close(error, code)

    def _write(self, payload: bytes) -> None:
        if not self._is_closed:
            self._writer.write(text_frame(payload))

    # --- effects ------------------------------------------------------------------------------------------------------
    def _do(self, effect: protocol.Effect) -> None:
        """Do what does not wait: everything but a start."""
        match effect:
            case protocol.Acknowledge() | protocol.Opened():
                self._hear_how_far(effect)
            case protocol.Execute():
                self._take(effect)
            case protocol.Refuse():
                self._write(nack_frame(command_id=effect.command_id, error=effect.error))
            case protocol.Pong():
                self._write(pong_frame(head=self._feed.head if self._feed else 0, at=datetime.now(UTC)))
            case protocol.Fail():
                self._close(effect.error, effect.close_code)

    def _hear_how_far(self, effect: protocol.Acknowledge | protocol.Opened) -> None:
        if self._feed is None or self._subscriber is None:
            return
        if isinstance(effect, protocol.Opened):
            self._feed.note_opened(self._subscriber, effect.seq)
        else:
            self._feed.acknowledge(self._subscriber, effect.seq)

    async def _start(self, after: int | None) -> None:
        """Subscribe first, then read, then send: nothing falls between (promise 3)."""
        try:
            feed, entered, snapshot = await self._entrance(after)
        except CoordinationError as error:
            self._close(error)
            return
        except DatabaseError:
            self._close(TryLater())
            return
        if self._is_closed:
            return
        grant = entered.grant
        # The log may be further than this process has heard: a lost hint must not look like a client from the future.
        head = max(feed.head, grant.room.head_seq)
        if after is not None and after > head:
            head = max(head, await self._hub.head_of(self._room_id))
        feed.hear_head(head)
        self._welcome(grant, head)
        if after is not None and after > head:
            self._write(resync_frame(head=head, reason="ahead_of_log"))
            self._session.stage = protocol.Stage.AWAITING_HELLO
            self._await_hello()
            return
        if snapshot is not None:
            self._writer.write(snapshot.frames)
        self._attach(feed, entered, snapshot.seq if snapshot is not None else after or 0)
        # The client's own word counts like an acknowledgement: one that a server lost is said again on reconnecting.
        feed.marks.note(grant.joined().id, received=after or 0)

    async def _entrance(self, after: int | None) -> tuple[RoomFeed, Entered, Snapshot | None]:
        """Return feed and grant; the state too for a client without one. Raises: SignedOut, RoomNotFound, NotJoined."""
        assert self._sign_in is not None
        at = datetime.now(UTC)
        entered = await self._hub.batched.enter(EntryRequest(self._sign_in, at, self._room_id))
        feed = await self._hub.feed_for(self._room_id)
        head = max(feed.head, entered.grant.room.head_seq)
        if after is not None and head - after <= settings.TAIL_MAX_ENTRIES:
            return feed, entered, None
        snapshot = await feed.snapshot(entered.grant.audiences, since=after or 0)
        if entered.grant.joined().id not in snapshot.present or monotonic() - entered.looked_s > VOUCHED_S:
            # The state tells of this person's end, or is from before they joined, or was long in coming. If it is the
            # end, no subscriber would ever see its entry: it begins behind it (promise 8).
            anew = EntryRequest(self._sign_in, at, self._room_id, asks_anew=True)
            checked, entered = entered, await self._hub.batched.enter(anew)
            if entered.grant.audiences != checked.grant.audiences:
                raise TryLater
        return feed, entered, snapshot

    def _welcome(self, grant: RoomGrant, head: int) -> None:
        self._write(
            welcome_frame(
                room_id=self._room_id,
                participant_id=grant.joined().id,
                head=head,
                exercise=grant.incident.is_exercise,
                audiences=sorted(one.value for one in grant.audiences if isinstance(one, Audience)),
                window=WINDOW_COMMANDS,
                at=datetime.now(UTC),
            )
        )

    def _attach(self, feed: RoomFeed, entered: Entered, seq: int) -> None:
        assert self._sign_in is not None
        grant = entered.grant
        holder = Holder(self._sign_in.user_id, grant.joined().id, self._sign_in.session_key)
        subscriber = Subscriber(
            writer=self._writer,
            holder=holder,
            audiences=grant.audiences,
            let_in_at=grant.room.head_seq,
            checked_at=entered.moment,
            looked_s=entered.looked_s,
        )
        subscriber.on_closed = self._note_closed
        subscriber.begin(seq)
        self._feed, self._subscriber, self._grant = feed, subscriber, grant
        self._hub.attach(feed, subscriber)
        at = datetime.now(UTC)
        positions = feed.board.all_for(grant.audiences, at=at)
        if positions is not None:
            self._write(positions)
        self._write(feed.presence.all(at=at))

    def _note_held(self, is_held: bool) -> None:  # noqa: FBT001 - a fact, not a way to do it
        if self._subscriber is not None:
            self._subscriber.note_held(is_held, now_s=monotonic())

    def _note_closed(self) -> None:
        self._is_closed = True
        # Commands that waited behind the end of their access come from a person who is not here any more.
        self._pending.clear()

    # --- commands -----------------------------------------------------------------------------------------------------
    def _take(self, run: protocol.Execute) -> None:
        """Queue a command: they run one after the other, while acknowledgements are heard at once."""
        if self._hub.is_leaving:
            return  # as if it had come after the close: it is not acknowledged, so the client sends it again
        if self._hub.has_stood_still():
            self._close(TryLater())
            return
        is_working = self._worker is not None and not self._worker.done()
        if self._subscriber is not None and not is_working and rule_of(run.command).is_live:
            # Nothing to wait for: answer here. A task for each position would be most of what a thousand people cost.
            self._answer_live(run.command, run.said_id)
            return
        if self._sign_in is not None and not rule_of(run.command).is_live:
            # A client sends positions by itself; every other command is an act of the person.
            self._hub.locks.note_used(self._sign_in.session_key)
        if rule_of(run.command).waits_for_nothing and (self._pressing is None or self._pressing.done()):
            # Ahead of what this socket sent before; repeated presses wait for each other.
            self._pressing = self._begin(self._answer(run))
            return
        self._pending.append(run)
        if not is_working:
            self._worker = self._begin(self._work())

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._hub.working.add(task)
        task.add_done_callback(self._hub.working.discard)
        return task

    async def _work(self) -> None:
        while self._pending:
            if self._hub.has_stood_still():
                self._close(TryLater())
                return
            await self._answer(self._pending.popleft())
            self._pace.look()

    async def _answer(self, run: protocol.Execute) -> None:
        try:
            self._write(await self._run(run.command, run.said_id))
        except CoordinationError as error:
            self._write(nack_frame(command_id=run.said_id, error=error))
        except Exception:
            log.exception("command %s failed", type(run.command).__name__)
            self._close_for_fault()

    def _answer_live(self, command: Command, said_id: str) -> None:
        try:
            self._share(command, datetime.now(UTC))
        except CoordinationError as error:
            self._write(nack_frame(command_id=said_id, error=error))
        except Exception:
            log.exception("command %s failed", type(command).__name__)
            self._close_for_fault()
        else:
            self._write(ack_frame(command_id=said_id, seq=None))

    def _close_for_fault(self) -> None:
        """The fault is ours and logged: the client hears that nothing was acknowledged, and the socket goes."""
        self._pending.clear()
        self._close(TryLater("The server made a mistake; nothing was acknowledged."), CloseCode.TRY_LATER)

    async def _run(self, command: Command, said_id: str) -> bytes:
        """Return the ack of a command that is now durable. Raises: CoordinationError."""
        assert self._sign_in is not None
        at = datetime.now(UTC)
        if self._subscriber is not None and rule_of(command).is_live:
            # The socket's access is re-checked by the hub; asking the database for every position would not scale.
            self._share(command, at)
            return ack_frame(command_id=said_id, seq=None)
        accepted = await self._hub.batched.run(Asker(self._sign_in.user_id, at), self._room_id, command)
        other_room = accepted.room_id if accepted.room_id != self._room_id else None
        return ack_frame(command_id=said_id, seq=accepted.seq, room_id=other_room)

    def _share(self, command: Command, at: datetime) -> None:
        assert self._subscriber is not None
        assert self._grant is not None
        act = action_of(type(command))
        act(participant=self._grant.joined(), audiences=self._subscriber.audiences, command=command, at=at)
