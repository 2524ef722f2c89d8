"""Whatever processes, broker, database, wires and people do, in whatever order: promises 2, 3, 4, 6 and 8 hold."""

import asyncio
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from coordination.sockets import room_socket
from coordination.vocabulary import Audience
from tests.properties.simulation.room import Client, Person, Process, World
from tests.properties.simulation.virtual_time import VirtualTimeLoop, run_in_virtual_time

PROCESSES, PEOPLE = 2, 4
NUMBERS = st.integers(0, PEOPLE - 1)
AUDIENCES = st.sampled_from(list(Audience))


class RoomMachine(RuleBasedStateMachine):
    """Two processes and four people; every rule happens between the awaits of all the others."""

    @initialize(seed=st.integers(0, 2**32), readers=st.lists(st.frozensets(AUDIENCES), min_size=4, max_size=4))
    def begin(self, seed: int, readers: list[frozenset[Audience]]) -> None:
        self.runner = asyncio.Runner(loop_factory=VirtualTimeLoop)
        self.failures: list[BaseException] = []
        self.runner.get_loop().set_exception_handler(self._note_failure)
        self.world = World(random.Random(seed))
        for number, audiences in enumerate(readers):
            person = Person(number, self.world.new_id(), audiences | {Audience.EVERYONE})
            self.world.people.append(person)
        self.processes = [Process(self.world) for _ in range(PROCESSES)]
        self.clients = [Client(self.world, person) for person in self.world.people]
        for process in self.processes:
            self.runner.run(process.start())

    def _note_failure(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        self.failures.append(error if isinstance(error, BaseException) else AssertionError(context["message"]))

    def _pass(self, seconds: float) -> None:
        self.runner.run(asyncio.sleep(seconds))
        for process in self.processes:
            for task in [one for one in process.tasks if one.done() and not one.cancelled()]:
                process.tasks.discard(task)
                task.result()
        assert self.failures == []
        assert self.world.complaints == []

    # --- people -------------------------------------------------------------------------------------------------------
    @rule(number=NUMBERS, at=st.integers(0, PROCESSES - 1))
    def connect(self, number: int, at: int) -> None:
        client = self.clients[number]
        if not client.is_connected:
            self.runner.run(_now(client.connect, self.processes[at]))

    @rule(number=NUMBERS)
    def cut(self, number: int) -> None:
        self.runner.run(_now(self.clients[number].cut))

    @rule(number=NUMBERS, audience=AUDIENCES, times=st.integers(1, 12))
    def say(self, number: int, audience: Audience, times: int) -> None:
        for _ in range(times):
            self.runner.run(_now(self.clients[number].say, audience))

    @rule(number=NUMBERS)
    def stop_reading_or_go_on(self, number: int) -> None:
        reading = self.clients[number].is_reading
        (reading.clear if reading.is_set() else reading.set)()

    # --- the room -----------------------------------------------------------------------------------------------------
    @rule(audience=AUDIENCES, times=st.integers(1, 200), at=st.integers(0, PROCESSES - 1), rings=st.booleans())
    def others_write(self, audience: Audience, times: int, at: int, rings: bool) -> None:
        entries = [self.world.commit(audience) for _ in range(times)]
        if rings:
            self.runner.run(_now(self.processes[at].hub.hear_entries, entries))

    @precondition(lambda self: sum(person.ended_at is not None for person in self.world.people) < PEOPLE - 1)
    @rule(number=NUMBERS, at=st.integers(0, PROCESSES - 1), rings=st.booleans())
    def end_access(self, number: int, at: int, rings: bool) -> None:
        person = self.world.people[number]
        if person.ended_at is None:
            entry = self.world.commit(Audience.EVERYONE, ends=person)
            if rings:
                self.runner.run(_now(self.processes[at].hub.hear_entries, [entry]))

    # --- what fails ---------------------------------------------------------------------------------------------------
    @rule(at=st.integers(0, PROCESSES - 1))
    def crash_and_start_again(self, at: int) -> None:
        self.runner.run(self.processes[at].crash())
        self.processes[at] = Process(self.world)
        self.runner.run(self.processes[at].start())
        for client in self.clients:
            if not client.is_connected:
                self.runner.run(_now(client.cut))

    @rule(share=st.sampled_from([0.0, 0.3, 1.0]))
    def broker_loses(self, share: float) -> None:
        self.world.loses = share

    @rule(is_up=st.booleans())
    def database(self, is_up: bool) -> None:
        self.world.log.is_up = is_up

    @rule(at=st.integers(0, PROCESSES - 1))
    def beacon(self, at: int) -> None:
        if self.world.log.is_up:
            self.runner.run(_now(self.processes[at].beacon))

    @rule(seconds=st.sampled_from([0.0, 0.001, 0.02, 0.3, 2.0]))
    def time_passes(self, seconds: float) -> None:
        self._pass(seconds)

    # --- the end ------------------------------------------------------------------------------------------------------
    def teardown(self) -> None:
        if not hasattr(self, "runner"):
            return
        try:
            self._heal()
            self._check()
        finally:
            for process in self.processes:
                self.runner.run(process.crash())
            room_socket._hubs.pop(self.runner.get_loop(), None)
            self.runner.close()

    def _heal(self) -> None:
        """From here on nothing fails, but no hint arrives any more: beacons and reconnecting must be enough."""
        self.world.loses, self.world.log.is_up = 1.0, True
        for client in self.clients:
            client.is_reading.set()
        for turn in range(60):
            for client in self.clients:
                if not client.is_connected and client.person.ended_at is None:
                    self.runner.run(_now(client.connect, self.processes[turn % PROCESSES]))
            self._pass(5)
            for process in self.processes:
                self.runner.run(_now(process.beacon))
            self._pass(1)
            if turn > 1 and all(self._is_done(client) for client in self.clients):
                return

    def _is_done(self, client: Client) -> bool:
        return client.person.ended_at is not None or (client.seq == self.world.log.head and not client.outbox)

    def _check(self) -> None:
        # What was acknowledged as #n is what everybody who heard of it heard as #n.
        heard: dict[UUID, int] = {}
        for client in self.clients:
            assert all(heard.setdefault(one, seq) == seq for one, seq in client.heard.items()), "promise 6"
        for client in self.clients:
            assert all(heard.get(one, seq) == seq for one, seq in client.acked.items()), "promise 1"
            if client.person.ended_at is None:
                assert client.seq == self.world.log.head, "promises 3 and 4: someone is not current"
                assert not client.outbox, "a command was never acknowledged"


async def _now(act: Callable[..., None], *args: object) -> None:
    """Do something inside the loop."""
    act(*args)


RoomMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestRoomMachine = RoomMachine.TestCase


class _Slow(random.Random):
    """Every moment is the longest, so that a test can name the await between which things happen."""

    def choice(self, seq: Any) -> Any:
        return seq[-1]


def test_promise_8_who_loses_access_between_the_check_and_the_snapshot_gets_neither() -> None:
    async def story() -> None:
        world = World(_Slow(1))
        person = Person(0, world.new_id(), frozenset(Audience))
        world.people.append(person)
        process, client = Process(world), Client(world, person)
        await process.start()
        client.connect(process)
        await asyncio.sleep(1.0)  # checked at 0.6; the state is read at 1.2
        world.commit(Audience.EVERYONE, ends=person)
        process.hub.hear_entries([world.commit(Audience.EVERYONE) for _ in range(3)])
        await asyncio.sleep(3)
        process.hub.hear_entries([world.commit(Audience.EVERYONE)])
        process.beacon()
        await asyncio.sleep(3)
        await process.crash()
        room_socket._hubs.clear()
        assert world.complaints == []

    run_in_virtual_time(story())
