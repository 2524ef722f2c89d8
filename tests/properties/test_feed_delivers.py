"""Whatever happens to hints, sockets and reads: every socket gets the log, in order, once, masked for its reader."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.room.fanout import EphemeralUpdate, entries_message, room_group
from coordination.room.wire.frames import CloseCode
from coordination.sockets.feeds.feed import RoomFeed
from coordination.sockets.feeds.subscriber import Subscriber
from coordination.sockets.hub import IDLE_FEED_S, Hub
from coordination.vocabulary import Audience
from tests.properties.simulation.log import FakeLog, FakeWriter, make_subscriber
from tests.properties.simulation.lossy_layer import LossyLayer
from tests.properties.simulation.virtual_time import run_in_virtual_time, settle

AUDIENCES = st.sampled_from(list(Audience))
READERS = st.frozensets(AUDIENCES, min_size=1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), AUDIENCES, st.booleans()),
        st.tuples(st.just("hint"), st.floats(0, 1)),
        st.tuples(st.just("beacon")),
        st.tuples(st.just("attach"), READERS, st.floats(0, 1)),
        st.tuples(st.just("acknowledge"), st.floats(0, 1)),
        st.tuples(st.just("database"), st.booleans()),
        st.tuples(st.just("wait")),
    ),
    max_size=60,
)


@dataclass
class Socket:
    """An attached client: since when, for whom, and what it got."""

    subscriber: Subscriber
    writer: FakeWriter
    after: int
    audiences: frozenset[Audience]


@dataclass
class World:
    """One process's feed of one room, and its sockets."""

    log: FakeLog
    feed: RoomFeed
    sockets: list[Socket] = field(default_factory=list)

    def attach(self, audiences: frozenset[Audience], share: float) -> None:
        """Let a client in that has some part of the log, perhaps more than this feed has heard of."""
        after = int(share * self.log.head)
        writer = FakeWriter()
        subscriber = make_subscriber(writer, audiences=audiences, let_in_at=self.log.head, after=after)
        self.sockets.append(Socket(subscriber, writer, after, audiences))
        self.feed.attach(subscriber)

    def acknowledge(self, socket: Socket) -> None:
        self.feed.acknowledge(socket.subscriber, socket.after + len(socket.writer.seqs()))

    def acknowledge_all(self) -> None:
        for socket in self.sockets:
            self.acknowledge(socket)

    def hint_again(self, share: float) -> None:
        """Ring for some entry, perhaps one that everybody has."""
        if self.log.entries:
            self.feed.hear(self.log.entries[int(share * (self.log.head - 1))])

    def acknowledge_one(self, share: float) -> None:
        if self.sockets:
            self.acknowledge(self.sockets[int(share * (len(self.sockets) - 1))])

    def commit(self, audience: Audience, is_heard: bool) -> None:
        entry = self.log.commit(audience)
        if is_heard:
            self.feed.hear(entry)


async def carry_out(world: World, step: tuple[object, ...]) -> None:
    match step:
        case ("commit", Audience() as audience, bool(is_heard)):
            world.commit(audience, is_heard)
        case ("hint", float(share)):
            world.hint_again(share)
        case ("beacon",):
            world.feed.hear_head(world.log.head)
        case ("attach", frozenset() as audiences, float(share)):
            world.attach(audiences, share)
        case ("acknowledge", float(share)):
            world.acknowledge_one(share)
        case ("database", bool(is_up)):
            world.log.is_up = is_up
        case _:
            await asyncio.sleep(0.03)


async def let_it_heal(world: World) -> None:
    """Bring the database back and let beacons come: no hint after this."""
    world.log.is_up = True
    for _ in range(6):
        world.feed.hear_head(world.log.head)
        world.feed.drop_pages()
        await settle()
        world.acknowledge_all()
        await settle()


def check_everybody_has_everything(world: World) -> None:
    for socket in world.sockets:
        wanted = world.log.entries[socket.after :]
        assert socket.writer.seqs() == [entry.seq for entry in wanted]
        kinds = [frame["type"] for frame in socket.writer.frames if "seq" in frame]
        assert kinds == ["entry" if entry.audience in socket.audiences else "withheld" for entry in wanted]


@given(before=st.integers(0, 40), steps=STEPS)
@settings(max_examples=150, deadline=None)
def test_promise_2_3_4_any_hints_and_a_beacon_give_every_socket_the_log_in_order(
    before: int, steps: list[tuple[object, ...]]
) -> None:
    async def story() -> None:
        log = FakeLog()
        for _ in range(before):
            log.commit()
        world = World(log, log.feed())
        world.feed.start_at(log.head)
        for step in steps:
            await carry_out(world, step)
        await let_it_heal(world)
        check_everybody_has_everything(world)

    run_in_virtual_time(story())


@pytest.mark.parametrize("entries", [127, 128, 129, 300, 1500])
def test_promise_3_a_long_tail_is_served_in_order_as_it_is_acknowledged(entries: int) -> None:
    async def story() -> None:
        log = FakeLog()
        for number in range(entries):
            log.commit(Audience.SCHOOL if number % 3 else Audience.EVERYONE)
        world = World(log, log.feed())
        world.feed.start_at(log.head)
        world.attach(frozenset({Audience.EVERYONE}), 0.0)
        for _ in range(entries // 64 + 8):
            await settle()
            world.acknowledge_all()
        check_everybody_has_everything(world)

    run_in_virtual_time(story())


def test_promise_4_a_page_that_was_read_too_early_is_read_again() -> None:
    """A page of the log is shared by many sockets; one that was read too early must not be the last word."""

    async def story() -> None:
        log = FakeLog()
        for _ in range(300):
            log.commit()
        world = World(log, log.feed())
        world.feed.start_at(log.head)
        world.attach(frozenset(Audience), 290 / 300)
        await settle()
        for _ in range(600):
            world.feed.hear(log.commit())
        await settle()
        world.attach(frozenset(Audience), 295 / log.head)
        for _ in range(20):
            await settle()
            world.feed.hear_head(log.head)
            world.acknowledge_all()
        check_everybody_has_everything(world)

    run_in_virtual_time(story())


def test_a_thousand_sockets_that_are_equally_far_behind_cost_few_reads() -> None:
    async def story() -> None:
        log = FakeLog()
        for _ in range(500):
            log.commit()
        world = World(log, log.feed())
        world.feed.start_at(log.head)
        for _ in range(1000):
            world.attach(frozenset(Audience), 0.0)
        for _ in range(8):
            await settle()
            world.acknowledge_all()
        check_everybody_has_everything(world)
        assert log.reads <= 10

    run_in_virtual_time(story())


def test_an_entry_that_comes_before_the_feed_has_started_is_not_lost() -> None:
    async def story() -> None:
        log = FakeLog()
        for _ in range(3):
            log.commit()
        world = World(log, log.feed())
        early = log.commit()
        world.feed.hear(early)
        world.feed.start_at(3)
        world.attach(frozenset(Audience), 0.5)
        await settle()
        check_everybody_has_everything(world)

    run_in_virtual_time(story())


# --- two processes ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lose_every", [0, 1, 2, 3, 7])
def test_promise_4_two_processes_over_a_lossy_layer_both_have_everything_after_a_beacon(lose_every: int) -> None:
    async def story() -> None:
        log, layer = FakeLog(), LossyLayer(lose_every=lose_every)
        hubs = [Hub(layer=layer), Hub(layer=layer)]
        worlds, listening = [], []
        for hub in hubs:
            feed = hub.feeds[log.room_id] = log.feed()
            await hub.relay.subscribe(log.room_id)
            listening.append(asyncio.create_task(hub.relay.listen()))
            feed.start_at(0)
            worlds.append(World(log, feed))
            worlds[-1].attach(frozenset({Audience.EVERYONE}), 0.0)
        for number in range(100):
            entry = log.commit(Audience.SCHOOL if number % 5 == 0 else Audience.EVERYONE)
            hubs[number % 2].hear_entries([entry])
            if number % 10 == 0:
                await asyncio.sleep(0.001)
        for world in worlds:
            await let_it_heal(world)
            check_everybody_has_everything(world)
        assert (layer.lost > 0) == (lose_every > 0)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    run_in_virtual_time(story())


def test_a_process_does_not_hear_its_own_hints_twice() -> None:
    async def story() -> None:
        log, layer = FakeLog(), LossyLayer(lose_every=0)
        hub = Hub(layer=layer)
        feed = hub.feeds[log.room_id] = log.feed()
        await hub.relay.subscribe(log.room_id)
        listening = asyncio.create_task(hub.relay.listen())
        feed.start_at(0)
        world = World(log, feed)
        world.attach(frozenset(Audience), 0.0)
        hub.hear_entries([log.commit()])
        await settle()
        check_everybody_has_everything(world)
        assert log.reads == 0
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    run_in_virtual_time(story())


def test_a_message_that_nobody_understands_costs_no_hint_that_comes_after_it() -> None:
    """While a new version is rolled out, processes of two versions share one layer."""

    async def story() -> None:
        log, layer = FakeLog(), LossyLayer(lose_every=0)
        hub = Hub(layer=layer)
        feed = hub.feeds[log.room_id] = log.feed()
        await hub.relay.subscribe(log.room_id)
        feed.start_at(0)
        hub.keep_up(hub.relay.listen)

        await layer.group_send(room_group(log.room_id), {"type": "room.news", "of": "another version"})
        await settle()
        entry = log.commit()
        message = {**entries_message([entry], origin="another"), "room": log.room_id.hex}
        await layer.group_send(room_group(log.room_id), message)
        await settle()
        await settle()

        assert (feed.head, log.reads) == (1, 0)
        await hub.stop()

    run_in_virtual_time(story())


def test_a_feed_that_somebody_has_just_asked_for_is_not_idle() -> None:
    """They are still reading the room's state: a feed that is taken down meanwhile would never tell them anything."""

    async def story() -> None:
        log = FakeLog()
        hub = Hub(layer=None)
        feed = hub.feeds[log.room_id] = log.feed()
        feed.start_at(0)
        feed.idle_since_s = monotonic() - IDLE_FEED_S - 1

        asked_for = await hub.feed_for(log.room_id)

        assert asked_for is feed
        assert monotonic() - feed.idle_since_s < IDLE_FEED_S

    run_in_virtual_time(story())


def test_a_position_that_comes_late_from_another_process_leaves_nobody_on_the_map_who_is_gone() -> None:
    """Entries go out at once, positions with the next tick: the end of someone's access overtakes where they were."""

    async def story() -> None:
        log, layer = FakeLog(), LossyLayer(lose_every=0)
        hubs, listening = [Hub(layer=layer), Hub(layer=layer)], []
        for hub in hubs:
            hub.feeds[log.room_id] = feed = log.feed(withdraw=hub.hear_update)
            await hub.relay.subscribe(log.room_id)
            listening.append(asyncio.create_task(hub.relay.listen()))
            feed.start_at(0)
        here, there = hubs
        who = uuid4()
        here.hear_update(EphemeralUpdate(log.room_id, who, b"{}", Audience.EVERYONE))
        there.hear_entries([log.commit(ends=who)])
        await settle()
        for hub in hubs:
            hub.relay.flush()
        await settle()
        for hub in hubs:
            assert hub.feeds[log.room_id].board.updates(log.room_id) == []
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    run_in_virtual_time(story())


# --- the end of access ------------------------------------------------------------------------------------------------
@given(
    before=st.integers(0, 30),
    after=st.integers(1, 30),
    order=st.randoms(use_true_random=False),
    heard=st.floats(0, 1),
    is_back=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_promise_8_whoever_is_ended_by_an_entry_gets_nothing_after_it_however_it_arrives(
    before: int, after: int, order: Random, heard: float, is_back: bool
) -> None:
    async def story() -> None:
        log = FakeLog()
        world = World(log, log.feed())
        world.feed.start_at(0)
        for _ in range(2):
            world.attach(frozenset(Audience), 0.0)
        leaver, witness = world.sockets
        entries = [log.commit() for _ in range(before)]
        entries.append(log.commit(ends=leaver.subscriber.holder.participant_id))
        entries += [log.commit() for _ in range(after)]
        if is_back:
            # They came in again after the end: that entry is history to this socket, not an end.
            leaver.subscriber.let_in_at = log.head
        hints = [entry for entry in entries if order.random() < heard]
        order.shuffle(hints)
        for hint in hints:
            world.feed.hear(hint)
            if order.random() < 0.2:
                await asyncio.sleep(0.03)
        await let_it_heal(world)
        assert witness.writer.seqs() == list(range(1, log.head + 1))
        if is_back:
            assert leaver.writer.seqs() == witness.writer.seqs()
        else:
            assert leaver.writer.closed_with == CloseCode.NO_ACCESS
            assert leaver.writer.seqs() == list(range(1, len(leaver.writer.seqs()) + 1))
            assert len(leaver.writer.seqs()) <= before + 1

    run_in_virtual_time(story())
