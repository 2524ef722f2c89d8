"""Work a room hard while its servers and its broker die, then compare what everybody has. The hunt for losses."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from coordination.room.patch import state_from_contents
from coordination.room.wire.model import JsonObject
from tests.bench.rig.soaking.commands import Hand, act, hands
from tests.bench.rig.soaking.trouble import Targets, befall, in_turn, with_own_clock
from tests.stage.clients import Frame, RoamingClient, muster, running, until, verifier, whole_log
from tests.stage.served import Stage, set_stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer

BY_ROLE = {
    "insider": ("everyone", "school", "command"),
    "teacher": ("everyone", "school"),
    "officer": ("everyone", "responders"),
    "dispatcher": ("everyone", "responders", "command"),
}
# Two commands of one person may be on their way at once: order must not depend on waiting.
LANES = 2


@dataclass(frozen=True)
class Plan:
    """How hard, and what befalls it on the way, by kind."""

    clients: int
    commands: int
    troubles: Mapping[str, int]
    seed: int = 1
    timeout_s: float = 300.0


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

    def faults(self) -> dict[str, list[str]]:
        """Return every kind of fault that was found, with its cases."""
        names = ["lost", "duplicated", "out_of_order", "refused", "unequal_logs", "broken_chains", "unequal_states"]
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True)
class District:
    """Two servers over one database and one broker, and who is in the room."""

    database: str
    postgis: PostgisServer
    valkey: ValkeyServer
    servers: Sequence[AppServer]
    stage: Stage
    clock: Path


def soak(plan: Plan, postgis: PostgisServer, database: str) -> Findings:
    """Run a plan on a migrated, empty database of `postgis`; starts and ends its own servers and broker."""
    url = postgis.url(database)
    with tempfile.TemporaryDirectory(prefix="musterpoint-soak-") as folder, ValkeyServer() as valkey:
        var = Path(folder)
        stage = set_stage(url, var=var, crowd=max(0, plan.clients - len(BY_ROLE)))
        clock = var / "clock"
        env = with_own_clock(clock) if plan.troubles.get("clock") else {}
        with AppServer(url, valkey.url, var=var, env=env) as one, AppServer(url, valkey.url, var=var, env=env) as two:
            return asyncio.run(_soak(plan, District(database, postgis, valkey, (one, two), stage, clock)))


async def _soak(plan: Plan, district: District) -> Findings:
    began_s = time.monotonic()
    people = list(_people(district.stage))[: plan.clients]
    addresses = [server.url for server in district.servers]
    clients = [
        RoamingClient(addresses, token, district.stage.room_id, start=number)
        for number, (token, _) in enumerate(people)
    ]
    findings = Findings()
    try:
        async with asyncio.timeout(plan.timeout_s), running(clients):
            await _work(plan, district, clients, list(hands(plan.seed, [mine for _, mine in people])), findings)
            await _settle(district, clients)
    except TimeoutError as error:
        raise TimeoutError(_standing(district, clients, findings)) from error
    findings.seconds = time.monotonic() - began_s
    findings.delivered = sum(client.delivered for client in clients)
    findings.reconnects = sum(client.reconnects for client in clients)
    await asyncio.to_thread(_compare, district, clients, findings)
    return findings


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

    async def lane(client: RoamingClient, hand: Hand) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            findings.posted += 1
            try:
                await act(hand, client)
            except muster.Refused as error:
                findings.refused.append(f"{error.code}: {error}")
            else:
                findings.acknowledged += 1

    lanes = [lane(client, hand) for client, hand in zip(clients, helping, strict=True) for _ in range(LANES)]
    trouble = asyncio.create_task(_trouble(plan, district, clients, findings))
    await asyncio.gather(*lanes)
    await trouble


async def _trouble(plan: Plan, district: District, clients: Sequence[RoamingClient], findings: Findings) -> None:
    """Spread the troubles evenly over the work: every one is in the middle of it."""
    targets = Targets(district.postgis, district.valkey, district.servers, clients, district.clock)
    kinds = in_turn(plan.troubles)
    for number, kind in enumerate(kinds, start=1):
        enough = plan.commands * number // (len(kinds) + 1)
        await until(_at_least(findings, enough), timeout_s=plan.timeout_s, what="work went on")
        await befall(kind, number, targets)


def _at_least(findings: Findings, enough: int) -> Callable[[], bool]:
    return lambda: findings.acknowledged >= enough


async def _settle(district: District, clients: Sequence[RoamingClient]) -> None:
    """Wait until everybody has everything; a client that never gets there lets the time run out."""
    head = await asyncio.to_thread(_head, district)

    def behind() -> list[int]:
        return [client.seq for client in clients if client.seq < head]

    try:
        await until(lambda: not behind(), timeout_s=30, what="everybody was current")
    except TimeoutError as error:
        raise TimeoutError(f"{error}: head {head}, those behind are at {behind()}") from None


def _head(district: District) -> int:
    stage = district.stage
    with district.postgis.connect(district.database) as connection:
        row = connection.execute("SELECT head_seq FROM room_room WHERE id = %s", [stage.room_id]).fetchone()
    assert row is not None
    return int(str(row[0]))


# --- comparing --------------------------------------------------------------------------------------------------------
def _compare(district: District, clients: Sequence[RoamingClient], findings: Findings) -> None:
    with district.postgis.connect(district.database) as connection:
        _compare_with_log(connection, district.stage.room_id, clients, findings)
    head = _head(district)
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


def _compare_with_log(
    connection: psycopg.Connection[tuple[object, ...]],
    room_id: str,
    clients: Sequence[RoamingClient],
    findings: Findings,
) -> None:
    """Every acknowledged command is in the log once, at the seq that was acknowledged; seqs have no gap."""
    rows = connection.execute(
        "SELECT seq, command_id::text, command_part FROM room_logentry WHERE room_id = %s ORDER BY seq",
        [room_id],
    ).fetchall()
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
    state = muster.request(url, f"/api/v1/rooms/{room_id}/state", token=client.token)
    return Told(whole_log(url, client.token, room_id), state["objects"])


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
