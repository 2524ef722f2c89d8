"""The servers of others that fan-out is compared with: they run where they can be had, else they are left out."""

import argparse
import re
from pathlib import Path

import pytest

from tests.bench.rig.others.broadcasters import Launcher, install_broadcasters
from tests.bench.rig.others.nats_lines import NatsLines
from tests.bench.rig.rooms.listeners import Delivered
from tests.bench.rooms import fanout
from tests.support.processes import free_port

pytestmark = pytest.mark.e2e
FEW = argparse.Namespace(sockets=12, posts=30)
ANY = Delivered(deliveries=9, expected=9, seconds=1.0, server_cpu_s=1.0, frame_bytes=300, p50_ms=1.0, p99_ms=1.0)
# What npm, or apt-get, says when it does its work and cannot reach what it needs; nothing else excuses an absence.
EXCUSES = {
    "ws": r"node ws is left out, .*: (npm error code E|.* timed out )",
    "nats": r"nats-server is left out: .*, and (E: |.*'apt-get'$|.* timed out )",
}


@pytest.fixture(scope="module")
def launchers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Launcher]:
    return dict(install_broadcasters(tmp_path_factory.mktemp("tools")))


@pytest.mark.parametrize("window", [1, 4])
@pytest.mark.parametrize("name", fanout.INSTALLED)
def test_everybody_gets_every_post_in_frames_of_the_same_size(
    launchers: dict[str, Launcher],
    name: str,
    window: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if name not in launchers:
        assert name not in dict(install_broadcasters(tmp_path))
        assert re.search(EXCUSES[name], capsys.readouterr().err, re.MULTILINE)
        return

    seen = fanout.bare(FEW, name, launchers[name], window=window)

    assert seen.expected == seen.deliveries == FEW.posts * FEW.sockets
    assert seen.frame_bytes == 300
    assert seen.p99_ms > 0


def test_what_cannot_be_had_is_said_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))

    assert dict(install_broadcasters(tmp_path)) == {}

    said = capsys.readouterr().err
    assert all(re.search(excuse, said, re.MULTILINE) for excuse in EXCUSES.values())
    assert "not installed (apt-get install nats-server)" in said


def test_only_what_was_measured_is_compared() -> None:
    with_both, with_none = measures_of({"ws", "nats"}), measures_of(set())

    new = {"feed ÷ node ws", "feed ÷ node ws, one at a time", "feed ÷ nats-server", "feed ÷ nats-server, one at a time"}
    assert new <= with_both
    assert not any("node ws" in measure or "nats-server" in measure for measure in with_none)
    assert "feed ÷ picows, one at a time" in with_none


def measures_of(installed: set[str]) -> set[str]:
    """Return what is told when these could be had."""
    left_out = set(fanout.INSTALLED) - installed
    runs = {name: [ANY] for name in fanout.TITLES if name.removesuffix("_single") not in left_out}
    return {one.measure for one in fanout.results_of(runs)}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 64, 1000])
def test_messages_are_counted_however_what_is_written_is_cut(size: int) -> None:
    """A body may look like the protocol; only its length says where it ends."""
    bodies = [b"", b"x", b"MSG room 1 5\r\nwrong\r\n", b"PING\r\n", b"y" * 90]
    written = b'INFO {"max_payload":1048576}\r\nPONG\r\n'
    for body in bodies:
        written += b"MSG room 1 %d\r\n%s\r\nPING\r\n" % (len(body), body)
    lines = NatsLines()

    counts, answers = [], b""
    for start in range(0, len(written), size):
        counts.append(lines.take(written[start : start + size]))
        answers += lines.answer()

    assert sum(counts) == len(bodies)
    assert lines.message_bytes == len(b"MSG room 1 90\r\n") + 90 + 2
    assert lines.is_subscribed
    assert answers == b"PONG\r\n" * len(bodies)


def test_a_message_counts_only_when_its_last_byte_is_there() -> None:
    lines = NatsLines()

    assert lines.take(b"MSG room 1 2\r\nab\r") == 0
    assert lines.take(b"\n") == 1


def test_what_the_server_refuses_is_kept_and_not_answered() -> None:
    lines = NatsLines()

    lines.take(b"-ERR 'Slow Consumer'\r\n")

    assert lines.answer() == b""
    assert lines.refusal == "-ERR 'Slow Consumer'"
    assert not lines.is_subscribed
