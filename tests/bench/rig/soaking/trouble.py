"""What goes wrong in a soak: servers die or stand still, broker and database restart, disks fill, clocks jump."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.stage.devices.clients import RoamingClient
from tests.support.processes import PartMissing
from tests.support.services import AppServer, PostgisServer, ServiceError, ValkeyServer

FROZEN_S = 3.0
FULL_S = 3.0
# A soak goes on for long beside whatever else a machine does.
RESTARTS_S = 600.0
BALLAST_BYTES = 1 << 20
JUMP_S = 600
DISK_MIB = 512
LIBRARY = "faketime/libfaketime.so.1"


@dataclass(frozen=True)
class Targets:
    """What trouble can befall."""

    postgis: PostgisServer | None
    valkey: ValkeyServer | None
    servers: Sequence[AppServer]
    clients: list[RoamingClient]
    clock: Path


def in_turn(times: Mapping[str, int]) -> list[str]:
    """Return every kind as often as it is wanted, in an order that mixes the kinds."""
    most = max(times.values(), default=0)
    return [kind for turn in range(most) for kind, wanted in times.items() if turn < wanted]


async def befall(kind: str, number: int, targets: Targets) -> None:
    """Let one thing go wrong, and right again where it does not do so by itself."""
    if kind == "cut":
        for client in targets.clients[:: max(1, len(targets.clients) // 5)]:
            client.cut_connection()
        return
    await asyncio.to_thread(TROUBLES[kind], targets, number)


def _restart_broker(targets: Targets, _number: int) -> None:
    assert targets.valkey is not None
    targets.valkey.kill9()
    targets.valkey.start()


def _restart_server(targets: Targets, number: int) -> None:
    server = targets.servers[number % len(targets.servers)]
    server.ready_timeout_s = RESTARTS_S
    server.kill9()
    server.start()


def _freeze_server(targets: Targets, number: int) -> None:
    pid = targets.servers[number % len(targets.servers)].pid
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(FROZEN_S)
    finally:
        os.kill(pid, signal.SIGCONT)


def _crash_database(targets: Targets, _number: int) -> None:
    assert targets.postgis is not None
    targets.postgis.kill9()
    targets.postgis.start()


def _fill_disk(targets: Targets, _number: int) -> None:
    """Leave the database no byte; it may stop itself, as it should rather than lose anything, and is started again."""
    assert targets.postgis is not None
    ballast = targets.postgis.folder / "ballast"
    until_s = time.monotonic() + FULL_S
    try:
        with ballast.open("wb", buffering=0) as file:
            while time.monotonic() < until_s:
                # Again and again: what the database gives back in its need is taken as well.
                with contextlib.suppress(OSError):
                    file.write(bytes(BALLAST_BYTES))
    finally:
        ballast.unlink()
    if not targets.postgis.process.is_running:
        targets.postgis.start()


def _jump_clock(targets: Targets, _number: int) -> None:
    """Put the servers' clocks forward and, a moment later, right again: for them time runs backwards."""
    set_clock(targets.clock, f"+{JUMP_S}s")
    time.sleep(FROZEN_S)
    set_clock(targets.clock, "+0s")


TROUBLES: Mapping[str, Callable[[Targets, int], None]] = {
    "broker": _restart_broker,
    "kill": _restart_server,
    "freeze": _freeze_server,
    "database": _crash_database,
    "disk": _fill_disk,
    "clock": _jump_clock,
}


# --- what has to be prepared ------------------------------------------------------------------------------------------
def with_own_clock(clock: Path) -> dict[str, str]:
    """Return the environment of a program whose wall clock is set by a file. Raises: ServiceError: no such library."""
    found = [path for folder in Path("/usr/lib").glob("*-linux-gnu") if (path := folder / LIBRARY).exists()]
    if not found:
        raise PartMissing("no libfaketime: run `python3 manage.py test` once, or leave clock jumps out")
    set_clock(clock, "+0s")
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def set_clock(clock: Path, offset: str) -> None:
    """Write an offset in one piece: a program that finds half of it in the file ends itself."""
    draft = clock.with_suffix(".new")
    draft.write_text(offset)
    draft.replace(clock)


@contextlib.contextmanager
def small_disk(folder: Path, *, mib: int = DISK_MIB) -> Iterator[None]:
    """Keep a folder in memory, with a size. Raises: ServiceError: only root may do this."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)], check=False)
    if done.returncode != 0:
        raise ServiceError("a disk of its own needs root: leave full disks out")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()
