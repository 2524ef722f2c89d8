"""What is written past the framework arrives byte for byte, in order and whole, whatever the kernel takes at a time."""

import json
import random
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage.devices.clients import RawSocket
from tests.support.processes import ChildProcess, free_port
from tests.support.services import app_environment

pytestmark = pytest.mark.e2e
# The smallest buffers the kernel gives: nearly every send is a partial one.
SMALLEST = 1
ENTRIES = 150


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Our server class around one feed, with tiny send buffers."""
    port = free_port()
    process = ChildProcess(name="feed", log=tmp_path / "log.txt")
    env = app_environment(f"spatialite://{tmp_path / 'unused.sqlite3'}", None, var=tmp_path)
    process.launch(
        [sys.executable, "-m", "tests.bench.rig.others.sample_servers", "feed", str(port), str(SMALLEST)], env=env
    )
    try:
        process.wait_ready(lambda: "listening" in process.log_end(), timeout_s=120)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.end(signal.SIGKILL)


def test_frames_past_the_framework_and_through_it_arrive_whole_and_in_order(address: str) -> None:
    dice = random.Random(11)
    bodies = ["\N{SCHOOL}x"[: dice.randint(1, 2)] * dice.choice((1, 20, 70, 2000, 9000)) for _ in range(ENTRIES)]
    reader = RawSocket(address, "/", offers=[], receive_bytes=8192)
    reader.piece_bytes = 700
    speaker = RawSocket(address, "/", offers=[])
    speaking = threading.Thread(target=speak, args=(speaker, reader, bodies), daemon=True)

    speaking.start()
    got = read_all(reader, bodies)

    assert got == bodies
    speaking.join()


def speak(speaker: RawSocket, reader: RawSocket, bodies: list[str]) -> None:
    """Post entries; now and then let the reader's own socket be answered through the framework, between two entries."""
    for number, body in enumerate(bodies):
        speaker.send(json.dumps({"body": body}))
        if number % 7 == 0:
            reader.send(json.dumps({}))


def read_all(reader: RawSocket, bodies: list[str]) -> list[str]:
    """Read every frame to its last byte; anything torn would not be JSON, anything out of order not the next entry."""
    got: list[str] = []
    echoes = 0
    while len(got) < len(bodies):
        frame = reader.text()
        if not frame:
            echoes += 1
            continue
        assert frame["seq"] == len(got) + 1
        got.append(frame["content"]["body"])
        if len(got) % 8 == 0:
            reader.send(json.dumps({"type": "ack", "seq": len(got)}))
    assert echoes > 0
    return got
