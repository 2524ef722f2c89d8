"""A socket that says nothing is asked whether it is alive; what comes in one piece is dealt with in its order."""

import json
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.hostile.test_hostile_frames import HELLO, command_frame
from tests.stage.devices.clients import RawSocket, whole_log
from tests.stage.live_room import LiveRoom
from tests.support.processes import ChildProcess, free_port
from tests.support.services import app_environment

pytestmark = pytest.mark.e2e
ALL_THE_KERNEL_TAKES, PING_S = 0, 1
FIN_PING, PONG = 0x89, 0xA


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Our server class around one feed, impatient with those who are silent."""
    port = free_port()
    process = ChildProcess(name="feed", log=tmp_path / "log.txt")
    env = app_environment(f"spatialite://{tmp_path / 'unused.sqlite3'}", None, var=tmp_path)
    numbers = [str(port), str(ALL_THE_KERNEL_TAKES), str(PING_S)]
    process.launch([sys.executable, "-m", "tests.bench.rig.others.sample_servers", "feed", *numbers], env=env)
    try:
        process.wait_ready(lambda: "listening" in process.log_end(), timeout_s=120)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.end(signal.SIGKILL)


def test_who_answers_the_question_stays_and_who_does_not_is_cut(address: str) -> None:
    answering, dead = RawSocket(address, "/", offers=[]), RawSocket(address, "/", offers=[])

    for _ in range(4):  # longer than a dead one is given
        first, question = answering.frame()
        assert first == FIN_PING
        answering.send(question, opcode=PONG)

    with pytest.raises((EOFError, ConnectionResetError)):
        read_questions(dead)
    answering.send(json.dumps({"body": "still here"}))
    assert answering.text()["content"]["body"] == "still here"


def read_questions(dead: RawSocket) -> None:
    """Read and never answer. Raises: EOFError, ConnectionResetError: it was cut."""
    while dead.frame()[0] == FIN_PING:
        pass


def test_a_pong_in_pieces_and_one_with_words_are_answers_too(address: str) -> None:
    peer = RawSocket(address, "/", offers=[])
    peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    for answer in ([b"\x8a\x80", b"\1\2\3\4"], [b"\x8a\x82\0\0\0\0hi"], [b"\x8a\x80\1\2\3\4\x8a\x80\0\0\0\0"]):
        assert peer.frame()[0] == FIN_PING
        for piece in answer:
            peer.send_bytes(piece)

    peer.send(json.dumps({"body": "understood"}))
    assert peer.text()["content"]["body"] == "understood"


def test_what_comes_in_one_piece_with_the_greeting_is_done_in_its_order(room: LiveRoom) -> None:
    raw = room.knock("officer")
    posts = [command_frame("post_message", text=f"word {number}", audience="everyone") for number in range(30)]
    # A position is dealt with at once where nothing waits; here words wait before it.
    position = command_frame("share_position", lon=-98.5, lat=39.8, accuracy_m=5)

    raw.send_together([HELLO, *posts, position, '{"type":"ping"}'])

    answers = [raw.next("ack")["id"] for _ in range(31)]
    assert answers == [json.loads(frame)["command"]["id"] for frame in [*posts, position]]
    log = whole_log(room.server.url, room.stage.tokens["officer"], room.stage.room_id)
    words = [entry["content"]["event"].get("text", "") for entry in log if entry["type"] == "entry"]
    assert [word for word in words if word.startswith("word ")] == [f"word {number}" for number in range(30)]
