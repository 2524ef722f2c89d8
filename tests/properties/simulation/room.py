"""A room of server processes and their clients in one loop of virtual time, over a network that does its worst.

Real: room_socket, Session, Subscriber, RoomFeed, Hub, Relay. Simulated: the log, who may enter, the broker, the wires.
"""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from time import monotonic
from typing import cast
from uuid import UUID

from coordination.errors import RoomNotFound
from coordination.incident.messages.capability import PostMessage
from coordination.room.access import Asker, RoomGrant
from coordination.room.dispatch import Accepted
from coordination.room.entrance import Entered, EntryRequest
from coordination.room.models import Incident, Participant, Room
from coordination.room.people.sign_ins import SignIn
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.websocket import text_frame
from coordination.sockets import room_socket
from coordination.sockets.connection.socket_writers import Message
from coordination.sockets.database.batched_queries import BatchedQueries
from coordination.sockets.feeds.feed import LogUnreadable, RoomFeed, Snapshot
from coordination.sockets.hub import Hub
from coordination.vocabulary import Audience
from mou.access.epoch import AccessMoment
from tests.properties.simulation.log import FakeLog

ACK_EVERY = 8


@dataclass
class Person:
    """Someone with access, until an entry ends it."""

    user_id: int
    participant_id: UUID
    audiences: frozenset[Readership]
    ended_at: int | None = None


@dataclass
class World:
    """What all share: the log, the people, the broker's moods, and the dice of every delay."""

    dice: random.Random
    log: FakeLog = field(default_factory=FakeLog)
    people: list[Person] = field(default_factory=list)
    # By command id: where it is in the log.
    seq_of: dict[UUID, int] = field(default_factory=dict)
    inboxes: dict[str, asyncio.Queue[Message]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    loses: float = 0.0
    complaints: list[str] = field(default_factory=list)

    def new_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    async def moment(self) -> None:
        """Let some time pass, as whatever crosses a network or a disk does: a crash may come in it."""
        await asyncio.sleep(self.dice.choice((0, 0.001, 0.02, 0.3)))

    def commit(self, audience: Audience, *, ends: Person | None = None, command_id: UUID | None = None) -> EncodedEntry:
        """Append to the log; `ends` loses access with this entry."""
        entry = self.log.commit(audience, ends=ends.participant_id if ends else None, command_id=command_id)
        if ends is not None:
            ends.ended_at = entry.seq
        return entry

    def person(self, user_id: int) -> Person:
        """Return who may enter now. Raises: RoomNotFound."""
        person = self.people[user_id]
        if person.ended_at is not None:
            raise RoomNotFound
        return person


class Broker:
    """One process's line to the others: messages are lost, doubled, late and out of order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.channel = ""

    async def new_channel(self, prefix: str = "specific") -> str:
        self.channel = f"{prefix}{len(self._world.inboxes)}"
        self._world.inboxes[self.channel] = asyncio.Queue()
        return self.channel

    async def group_add(self, group: str, channel: str) -> None:
        self._world.members.setdefault(group, set()).add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self._world.members.get(group, set()).discard(channel)

    async def group_send(self, group: str, message: Message) -> None:
        dice = self._world.dice
        for channel in sorted(self._world.members.get(group, ())):
            for _ in range(dice.choice((1, 1, 1, 2))):
                if dice.random() >= self._world.loses:
                    inbox = self._world.inboxes[channel]
                    asyncio.get_running_loop().call_later(dice.uniform(0, 0.2), inbox.put_nowait, message)

    async def receive(self, channel: str) -> Message:
        return await self._world.inboxes[channel].get()


class Desk:
    """Stands where the database is asked: every answer takes a moment before and after it is true."""

    def __init__(self, world: World, hear: Callable[[EncodedEntry], None]) -> None:
        self._world = world
        self._hear = hear

    async def redeem(self, token: str) -> SignIn:
        """Take any ticket: it names the person."""
        await self._world.moment()
        return SignIn(user_id=int(token), session_key=token, auth_hash="", epoch=0)

    async def enter(self, request: EntryRequest) -> Entered:
        """Return what a person is in the room, or was a moment ago unless asked anew. Raises: RoomNotFound."""
        await self._world.moment()
        person = self._world.people[request.asker.user_id]
        is_remembered = not request.asks_anew and self._world.dice.random() < 0.5
        if not is_remembered:
            self._world.person(request.asker.user_id)
        # What is remembered of someone whose access has ended is from before the entry that ended it.
        head = self._world.log.head if person.ended_at is None else person.ended_at - 1
        participant = Participant(id=person.participant_id)
        room = Room(id=request.room_id, head_seq=head)
        grant = RoomGrant(room, Incident(is_exercise=True), (), participant, person.audiences)
        await self._world.moment()
        return Entered(grant, AccessMoment.of(0, request.at), monotonic())

    async def run(self, asker: Asker, room_id: UUID, command: PostMessage) -> Accepted:
        """Commit, ring, and answer: a crash may come between any two of them. Raises: RoomNotFound."""
        await self._world.moment()
        self._world.person(asker.user_id)
        seq = self._world.seq_of.get(command.id)
        if seq is None:
            entry = self._world.commit(command.audience, command_id=command.id)
            seq = self._world.seq_of[command.id] = entry.seq
            await self._world.moment()
            self._hear(entry)
        await self._world.moment()
        return Accepted(room_id=room_id, seq=seq)


class Process:
    """One server process."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.broker = Broker(world)
        self.hub = Hub(layer=self.broker)
        desk = Desk(world, lambda entry: self.hub.hear_entries([entry]))
        # The same three questions, asked of the simulation instead of the database.
        self.hub.batched = cast("BatchedQueries", desk)
        self.tasks: set[asyncio.Task[None]] = set()
        self.feed = RoomFeed(
            world.log.room_id,
            read_tail=self._read_tail,
            read_state=self._read_state,
            withdraw=self.hub.hear_update,
        )

    async def start(self) -> None:
        """Come up as the hub does it: subscribed first, then the head."""
        self.hub.feeds[self.world.log.room_id] = self.feed
        await self.hub.relay.subscribe(self.world.log.room_id)
        _listening = self.spawn(self.hub.relay.listen())
        head = self.world.log.head
        await self.world.moment()
        self.feed.start_at(head)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run something that ends with this process."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        return task

    def beacon(self) -> None:
        """Do what the beacon does once the database has answered."""
        self.feed.hear_head(self.world.log.head)
        self.feed.drop_pages()

    async def crash(self) -> None:
        """End at once, wherever everybody is."""
        mine = self.tasks | self.hub.working
        self.hub.feeds.clear()
        for members in self.world.members.values():
            members.discard(self.broker.channel)
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)

    async def _read_tail(self, room_id: UUID, after: int, limit: int) -> list[EncodedEntry]:
        await self.world.moment()
        if not self.world.log.is_up:
            raise LogUnreadable
        page = await self.world.log.read_tail(room_id, after, limit)
        await self.world.moment()
        return page

    async def _read_state(self, _room_id: UUID, _audiences: frozenset[Readership], since: int) -> Snapshot:
        await self.world.moment()
        seq = self.world.log.head
        await self.world.moment()
        present = frozenset(one.participant_id for one in self.world.people if not (one.ended_at or seq + 1) <= seq)
        return Snapshot(seq, text_frame(json.dumps({"type": "state", "since": since, "seq": seq}).encode()), present)


class Client:
    """One person's phone: follows the protocol, and complains about whatever must not be."""

    def __init__(self, world: World, person: Person) -> None:
        self.world = world
        self.person = person
        self.seq: int | None = None
        self.outbox: dict[UUID, Audience] = {}
        self.acked: dict[UUID, int] = {}
        # By command id: as which entry it came to this client.
        self.heard: dict[UUID, int] = {}
        self.is_reading = asyncio.Event()
        self.is_reading.set()
        self._up: asyncio.Queue[Message] | None = None
        self._line: asyncio.Task[None] | None = None
        self._acknowledged = 0

    @property
    def is_connected(self) -> bool:
        return self._line is not None and not self._line.done()

    def connect(self, process: Process) -> None:
        """Open a socket to a process, say hello, and send again what was not answered."""
        up: asyncio.Queue[Message] = asyncio.Queue()
        self._up, self._acknowledged = up, self.seq or 0
        scope: dict[str, object] = {
            "type": "websocket",
            "subprotocols": ["muster.v1", f"ticket.{self.person.user_id}"],
            "headers": [],
            "url_route": {"kwargs": {"room_id": self.world.log.room_id}},
        }

        async def receive() -> Message:
            return await up.get()

        async def send(message: Message) -> None:
            if message["type"] != "websocket.accept":
                await self.is_reading.wait()
                await self.world.moment()
            if self._up is up:
                try:
                    self._take(message)
                except AssertionError as complaint:
                    # Raised here it would only end the server's sending task.
                    self.world.complaints.append(str(complaint))

        async def serve() -> None:
            # Which process a connection reaches is a matter of the proxy; in one loop this stands in for it.
            room_socket._hubs[asyncio.get_running_loop()] = process.hub
            await room_socket.room_socket(scope, receive, send)

        up.put_nowait({"type": "websocket.connect"})
        self._line = process.spawn(serve())

    def cut(self) -> None:
        """Lose the connection: what was on its way is gone; the server learns of it."""
        if self._up is not None:
            self._up.put_nowait({"type": "websocket.disconnect"})
            self._up = None

    def say(self, audience: Audience) -> None:
        """Send a command; it stays in the outbox until it is acknowledged."""
        command_id = self.world.new_id()
        self.outbox[command_id] = audience
        self._send_command(command_id)

    def _send(self, frame: dict[str, object]) -> None:
        if self._up is not None:
            self._up.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    def _send_command(self, command_id: UUID) -> None:
        command = {"type": "post_message", "id": str(command_id), "text": "x", "audience": self.outbox[command_id]}
        self._send({"type": "command", "command": command})

    def _take(self, message: Message) -> None:
        if message["type"] == "websocket.accept":
            self._send({"type": "hello"} if self.seq is None else {"type": "hello", "after": self.seq})
            for command_id in self.outbox:
                self._send_command(command_id)
        elif message["type"] == "websocket.close":
            self.cut()
        else:
            self._take_frame(json.loads(str(message["text"])))

    def _take_frame(self, frame: dict[str, object]) -> None:
        match frame:
            case {"type": "state", "seq": int(seq)}:
                self._check_allowed(seq)
                self.seq = self._acknowledged = seq
            case {"type": "entry" | "withheld" as kind, "seq": int(seq)}:
                self._take_entry(kind, seq)
                if "command_id" in frame:
                    self._note(self.heard, str(frame["command_id"]), seq)
            case {"type": "ack", "id": str(command_id), "seq": int(seq)}:
                self._note(self.acked, command_id, seq)
                self.outbox.pop(UUID(command_id), None)
            case {"type": "resync_required"}:
                self.seq = None
                self.cut()

    @staticmethod
    def _note(seqs: dict[UUID, int], command_id: str, seq: int) -> None:
        before = seqs.setdefault(UUID(command_id), seq)
        assert before == seq, f"promise 6: one command is #{before} and #{seq}"

    def _take_entry(self, kind: str, seq: int) -> None:
        assert self.seq is not None, "an entry before a snapshot"
        assert seq == self.seq + 1, f"promise 3: #{seq} after #{self.seq}"
        self._check_allowed(seq)
        is_mine = self.world.log.entries[seq - 1].audience in self.person.audiences
        assert kind == ("entry" if is_mine else "withheld"), f"#{seq} came as {kind}"
        self.seq = seq
        if seq - self._acknowledged >= ACK_EVERY:
            self._acknowledged = seq
            self._send({"type": "ack", "seq": seq})

    def _check_allowed(self, seq: int) -> None:
        ended_at = self.person.ended_at
        assert ended_at is None or seq <= ended_at, f"promise 8: #{seq} came, access ended with #{ended_at}"
