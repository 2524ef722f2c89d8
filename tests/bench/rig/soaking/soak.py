"""Work a room hard while its servers and its broker die, then compare what everybody has. The hunt for losses."""

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem

from coordination.room.entry.patch import state_from_contents
from coordination.room.wire.model import JsonObject
from tests.bench.rig.meters import rss_bytes
from tests.bench.rig.soaking.coming import Coming
from tests.bench.rig.soaking.commands import Hand, act, hands
from tests.bench.rig.soaking.oracle import Change
from tests.bench.rig.soaking.stores import Store
from tests.bench.rig.soaking.trouble import Targets, befall, in_turn, with_own_clock
from tests.stage.comers import add_school
from tests.stage.devices.clients import Frame, RoamingClient, running, until, verifier, whole_log
from tests.stage.served import Stage, set_stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer

BY_ROLE = {
    "insider": ("everyone", "school", "command"),
    "teacher": ("everyone", "school"),
    "officer": ("everyone", "responders"),
    "dispatcher": ("everyone", "responders", "command"),
}
# After a trouble a server finds its database and its broker again, and asks who may still be there.
RECOVERS_S = 5.0
# Seconds after which a server has loaded what it needs.
SETTLED = 60
# Two commands of one person may be on their way at once: order must not depend on waiting.
LANES = 2


@dataclass(frozen=True)
class Plan:
    """How hard, and what befalls it on the way, by kind.

    `rate`: commands per second of all together; 0 is as fast as they are answered. `pause_s`: how long those who come
    and go rest between two acts.
    """

    clients: int
    commands: int
    troubles: Mapping[str, int]
    seed: int = 1
    timeout_s: float = 300.0
    rate: float = 0.0
    pause_s: float = 0.5
    servers: int = 2


FAULTS = (
    "lost",
    "duplicated",
    "out_of_order",
    "refused",
    "unequal_logs",
    "broken_chains",
    "unequal_states",
    "leaked",
    "wronged",
)


@dataclass
class Findings:
    """What a soak has counted; everything from `lost` on has to be nothing."""

    posted: int = 0
    acknowledged: int = 0
    delivered: int = 0
    reconnects: int = 0
    seconds: float = 0.0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unequal_logs: list[str] = field(default_factory=list)
    broken_chains: list[str] = field(default_factory=list)
    unequal_states: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    wronged: list[str] = field(default_factory=list)
    claims: int = 0
    changes: int = 0
    # Of a server process that lived for longest: after the first minute, at the most, and at the end.
    memory_bytes: tuple[int, int, int] = (0, 0, 0)

    def faults(self) -> dict[str, list[str]]:
        """Return every kind of fault that was found, with its cases."""
        return {name: getattr(self, name) for name in FAULTS if getattr(self, name)}


@dataclass(frozen=True)
class District:
    """Servers over one database and one broker, who is in the room, and who comes and goes in another."""

    store: Store
    targets: Targets
    stage: Stage
    coming: Coming

    @property
    def servers(self) -> Sequence[AppServer]:
        return self.targets.servers


def soak(plan: Plan, store: Store, postgis: PostgisServer | None = None) -> Findings:
    """Run a plan on a migrated, empty database; starts and ends its own servers and, beside PostGIS, a broker."""
    with contextlib.ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="musterpoint-soak-")))
        valkey = stack.enter_context(ValkeyServer()) if postgis is not None else None
        stage = set_stage(store.url, var=var, crowd=max(0, plan.clients - len(BY_ROLE)))
        clock = var / "clock"
        env = with_own_clock(clock) if plan.troubles.get("clock") else {}
        broker = valkey.url if valkey is not None else None
        servers = [stack.enter_context(AppServer(store.url, broker, var=var, env=env)) for _ in range(plan.servers)]
        coming = Coming(
            add_school(servers[0].env),
            [server.url for server in servers],
            store.write,
            seed=plan.seed,
            pause_s=plan.pause_s,
        )
        return asyncio.run(_soak(plan, District(store, Targets(postgis, valkey, servers, [], clock), stage, coming)))


async def _soak(plan: Plan, district: District) -> Findings:
    began_s = time.monotonic()
    people = list(_people(district.stage))[: plan.clients]
    addresses = [server.url for server in district.servers]
    clients = [
        RoamingClient(addresses, token, district.stage.room_id, start=number)
        for number, (token, _) in enumerate(people)
    ]
    district.targets.clients.extend(clients)
    findings = Findings()
    memory = asyncio.create_task(_watch_memory(district, findings))
    coming = asyncio.create_task(district.coming.run())
    try:
        async with asyncio.timeout(plan.timeout_s), running(clients):
            await _work(plan, district, clients, list(hands(plan.seed, [mine for _, mine in people])), findings)
            district.coming.stop()
            await coming
            await district.coming.come_back()
            await _settle(district, lambda: clients, district.stage.room_id)
            await _settle(district, district.coming.current, district.coming.school.room_id)
    except TimeoutError as error:
        raise TimeoutError(_standing(district, clients, findings)) from error
    finally:
        for task in (memory, coming):
            task.cancel()
        await district.coming.hang_up()
    findings.seconds = time.monotonic() - began_s
    everybody = [*clients, *district.coming.listeners]
    findings.delivered = sum(client.delivered for client in everybody)
    findings.reconnects = sum(max(0, client.reconnects) for client in everybody)
    await asyncio.to_thread(_compare, district, clients, findings)
    await asyncio.to_thread(_judge, district, findings)
    return findings


async def _watch_memory(district: District, findings: Findings) -> None:
    """Note the memory of each server process; the one that lived for longest is told."""
    seen: dict[int, list[int]] = {}
    while True:
        for server in district.servers:
            with contextlib.suppress(OSError, ValueError):  # it is just being started again
                seen.setdefault(server.pid, []).append(rss_bytes(server.pid))
        oldest = max(seen.values(), key=len)
        first = oldest[min(len(oldest) - 1, SETTLED)]
        findings.memory_bytes = (first, max(oldest), oldest[-1])
        await asyncio.sleep(1)


def _standing(district: District, clients: Sequence[RoamingClient], findings: Findings) -> str:
    """Say how far everybody got: for whoever has to find out why it went no further."""
    lines = [f"{findings.acknowledged} of {findings.posted} were answered"]
    lines += [
        f"client {number} is at #{client.seq}, knows #{client.head}, waits for {client.waits_for()}"
        for number, client in enumerate(clients)
        if client.waits_for()
    ]
    return "\n".join([*lines, *(server.process.log_end() for server in district.servers)])


def _people(stage: Stage) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, audiences in BY_ROLE.items():
        yield stage.tokens[name], audiences
    for token in stage.crowd:
        yield token, BY_ROLE["officer"]


# --- work, and what dies meanwhile ------------------------------------------------------------------------------------
async def _work(
    plan: Plan, district: District, clients: Sequence[RoamingClient], helping: Sequence[Hand], findings: Findings
) -> None:
    left = plan.commands
    pace = _Pace(plan.rate)

    async def lane(client: RoamingClient, hand: Hand) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            await pace.turn()
            findings.posted += 1
            try:
                await act(hand, client)
            except ApiProblem as error:
                findings.refused.append(f"{error.code}: {error}")
            else:
                findings.acknowledged += 1

    lanes = [lane(client, hand) for client, hand in zip(clients, helping, strict=True) for _ in range(LANES)]
    # Together: a trouble that cannot be put right again ends the soak at once, and not after an hour without troubles.
    await asyncio.gather(*lanes, _trouble(plan, district, findings))


class _Pace:
    """Gives out turns, so many a second; what an outage has held up is not made up for."""

    def __init__(self, rate: float) -> None:
        self._gap_s = 1 / rate if rate else 0.0
        self._next_s = 0.0

    async def turn(self) -> None:
        now_s = time.monotonic()
        self._next_s = max(self._next_s, now_s) + self._gap_s
        await asyncio.sleep(self._next_s - self._gap_s - now_s)


async def _trouble(plan: Plan, district: District, findings: Findings) -> None:
    """Spread the troubles evenly over the work: every one is in the middle of it."""
    kinds = in_turn(plan.troubles)
    for number, kind in enumerate(kinds, start=1):
        enough = plan.commands * number // (len(kinds) + 1)
        await until(_at_least(findings, enough), timeout_s=plan.timeout_s, what="work went on")
        begun_s = time.monotonic()
        await befall(kind, number, district.targets)
        # Until then a server may be about to say what it could not say meanwhile.
        district.coming.record.troubles.append(Change(begun_s, time.monotonic() + RECOVERS_S, holds=True))


def _at_least(findings: Findings, enough: int) -> Callable[[], bool]:
    return lambda: findings.acknowledged >= enough


async def _settle(district: District, clients: Callable[[], Sequence[RoamingClient]], room_id: str) -> None:
    """Wait until everybody has everything; a client that never gets there lets the time run out."""

    def behind() -> list[int]:
        return [client.seq for client in clients() if client.seq < head]

    head = await asyncio.to_thread(_head, district, room_id)
    try:
        await until(lambda: not behind(), timeout_s=30, what="everybody was current")
    except TimeoutError as error:
        raise TimeoutError(f"{error}: head {head}, those behind are at {behind()}") from None


def _head(district: District, room_id: str) -> int:
    [(head,)] = district.store.rows("SELECT head_seq FROM room_room WHERE id = {room}", room_id)
    return int(head)


# --- comparing --------------------------------------------------------------------------------------------------------
def _compare(district: District, clients: Sequence[RoamingClient], findings: Findings) -> None:
    _compare_with_log(district, clients, findings)
    head = _head(district, district.stage.room_id)
    audiences = [mine for _, mine in _people(district.stage)]
    told: dict[tuple[str, ...], Told] = {}
    for number, (client, mine) in enumerate(zip(clients, audiences, strict=False)):
        name = f"client {number}"
        if mine not in told:
            # Once for everybody who may read the same: fifty times the same log over HTTP is most of the time.
            told[mine] = _told(client, district)
            _compare_told(name, told[mine], head, findings)
        findings.duplicated += [f"{name}: #{seq} delivered twice" for seq in client.faults.duplicated]
        findings.out_of_order += [f"{name}: #{seq} out of its turn" for seq in client.faults.out_of_order]
        _compare_reader(name, client, told[mine], head, findings)


def _compare_with_log(district: District, clients: Sequence[RoamingClient], findings: Findings) -> None:
    """Every acknowledged command is in the log once, at the seq that was acknowledged; seqs have no gap."""
    rows = [
        (seq, UUID(str(command_id)), part)
        for seq, command_id, part in district.store.rows(
            "SELECT seq, command_id, command_part FROM room_logentry WHERE room_id = {room} ORDER BY seq",
            district.stage.room_id,
        )
    ]
    # Opening an incident makes two entries; the first part is what an acknowledgement names.
    logged = Counter(str(command_id) for _, command_id, part in rows if part == 0)
    seq_of = {str(command_id): seq for seq, command_id, part in rows if part == 0}
    for client in clients:
        for command_id, seq in client.acknowledged.items():
            if seq_of.get(command_id) != seq:
                findings.lost.append(f"{command_id} was acknowledged as #{seq}, the log has {seq_of.get(command_id)}")
    twice = [f"{command_id} is {times} times in the log" for command_id, times in logged.items() if times > 1]
    findings.duplicated += twice
    seqs = [seq for seq, _, _ in rows]
    if seqs != list(range(1, len(seqs) + 1)):
        findings.out_of_order.append("the log's seqs have a gap")


@dataclass(frozen=True)
class Told:
    """What people of certain audiences are told over HTTP: the log, chained and whole, and the state at its end."""

    log: Sequence[Frame]
    state: JsonObject


def _told(client: RoamingClient, district: District) -> Told:
    room_id, url = district.stage.room_id, district.servers[0].url
    state = request_json(url, f"/api/v1/rooms/{room_id}/state", token=client.session.token)
    return Told(whole_log(url, client.session.token, room_id), state["objects"])


def _compare_told(name: str, told: Told, head: int, findings: Findings) -> None:
    """The log over HTTP is whole, chained, and its patches come to the state."""
    try:
        verifier.verify(told.log)
    except verifier.Broken as error:
        findings.broken_chains.append(f"{name}: {error}")
    if _folded(told.log) != told.state:
        findings.unequal_states.append(f"{name}: the patches do not come to the state")


def _compare_reader(name: str, client: RoamingClient, told: Told, head: int, findings: Findings) -> None:
    """One reader's log is whole and the same, entry by entry, as what those of their audiences get over HTTP."""
    if sorted(client.entries) != list(range(1, head + 1)):
        findings.unequal_logs.append(f"{name} has {len(client.entries)} of {head}")
    elif [client.entries[seq] for seq in range(1, head + 1)] != told.log:
        findings.unequal_logs.append(f"{name} was pushed something else than those of their audiences can fetch")


def _folded(log: Sequence[Frame]) -> JsonObject:
    return state_from_contents(frame["content"] for frame in log if frame["type"] == "entry")


# --- those who come and go --------------------------------------------------------------------------------------------
def _judge(district: District, findings: Findings) -> None:
    """Hold what they saw and did against the plain rule, and what they were told against the log."""
    coming = district.coming
    verdict = coming.judge()
    findings.leaked += verdict.leaked
    findings.wronged += verdict.wronged
    findings.claims += verdict.claims
    findings.changes += sum(len(fact.changes) for fact in coming.record.facts.values())
    logs: dict[str, Sequence[Frame]] = {}
    for listener in coming.listeners:
        who = listener.name
        findings.duplicated += [f"{who}: #{seq} delivered twice" for seq in listener.faults.duplicated]
        findings.out_of_order += [f"{who}: #{seq} out of its turn" for seq in listener.faults.out_of_order]
    for listener in coming.current():
        who = listener.name
        log = logs.setdefault(who, whole_log(district.servers[0].url, listener.session.token, coming.school.room_id))
        if [listener.entries.get(seq) for seq in range(1, len(log) + 1)] != list(log):
            findings.unequal_logs.append(f"{who} was pushed something else than they can fetch")
