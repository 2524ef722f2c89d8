"""The Python library against a real server: it loses nothing; and who has a log can verify it."""

import asyncio
import contextlib
import copy
import json
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from musterpoint_client.api import request_json
from musterpoint_client.log.room_log import Gap, RoomLog
from musterpoint_client.problems import SIGNED_OUT_CODES, ApiProblem
from musterpoint_client.room.room_client import RoomClient, enter_room
from musterpoint_client.session import Session

from tests.stage.devices.clients import Frame, post, sign_in, until, verifier, whole_log
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
NODE = Path(sys.executable).parent / "node"
VERIFIER = ROOT / "docs" / "examples" / "verify_log.py"
PASSWORD = "as good as any, for a test"


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A room in which a bit of everything was said, with a number of every form."""
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder) as opened:
        give_password(opened, folder)
        say_much(opened)
        yield opened


def give_password(room: LiveRoom, folder: Path) -> None:
    """Let the teacher sign in with PASSWORD."""
    with contextlib.closing(sqlite3.connect(folder / "app.sqlite3")) as database, database:
        name_and_password = (make_password(PASSWORD), "teacher")
        database.execute("UPDATE coordination_user SET password = ? WHERE username = ?", name_and_password)
    # A new password ends the sessions that there are.
    room.stage.tokens["teacher"] = sign_in(room.url, "teacher", PASSWORD)


def say_much(room: LiveRoom) -> None:
    marker_id = str(uuid.uuid4())
    run(room, "officer", "post_message", text='"¡Aquí!" \\ <b>\t\u00a0 😀</b>')
    run(room, "officer", "place_marker", marker_id=marker_id, kind="hazard", label="Smoke", lon=-98.5, lat=39)
    run(room, "officer", "move_marker", marker_id=marker_id, lon=0.0000001, lat=0.00001)
    run(room, "insider", "post_message", text="For the school.", audience="school")
    run(room, "officer", "set_status", status="OnScene", note="Door 1")
    run(room, "officer", "set_status", status="Staging")


def run(room: LiveRoom, who: str, command_type: str, **fields: object) -> None:
    post(room.url, room.token(who), room.stage.room_id, {"type": command_type, "id": str(uuid.uuid4()), **fields})


def client_of(room: LiveRoom, who: str, **options: Any) -> Any:
    return RoomClient(Session(room.url, room.token(who)), room.stage.room_id, **options)


@asynccontextmanager
async def following(client: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(client.run())
    try:
        await until(lambda: client.currency == "current" or client.ended, timeout_s=20, what="the client was current")
        assert client.ended is None
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def is_answered(client: Any) -> bool:
    return not client.outbox.commands


def state_over_http(room: LiveRoom, who: str, query: str = "") -> Frame:
    path = f"/api/v1/rooms/{room.stage.room_id}/state{query}"
    answer: Frame = request_json(room.url, path, token=room.token(who))
    return answer


def without_empty_kinds(state: Frame) -> Frame:
    return {kind: objects for kind, objects in state.items() if objects}


# --- the client ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [None, 0], ids=["from the state", "from the log"])
async def test_the_clients_fold_is_the_servers_state_wherever_it_begins(room: LiveRoom, after: int | None) -> None:
    client = client_of(room, "teacher", after=after)

    async with following(client):
        seq = await client.command("post_message", text="Here.")
        await client.wait_for_seq(seq)
        await client.fetch_missing()

    told = await asyncio.to_thread(state_over_http, room, "teacher", f"?at={seq}")
    assert without_empty_kinds(client.state) == told["objects"]
    assert verifier.verify([client.entries[one] for one in sorted(client.entries)]) == told["hash"]


def test_a_client_that_was_too_far_behind_catches_up_by_what_has_changed(room: LiveRoom) -> None:
    for since in (1, 4, 7):
        copied = RoomLog(after=0, checks_chain=False)
        for frame in whole_log(room.url, room.token("officer"), room.stage.room_id)[:since]:
            copied.take_entry(frame)
        changed = state_over_http(room, "officer", f"?since={since}")

        copied.take_state({"part": 1, "parts": 1, **changed})

        assert copied.seq == changed["seq"]
        assert without_empty_kinds(copied.state) == state_over_http(room, "officer")["objects"]


def test_frames_that_do_not_continue_the_copy_are_a_gap() -> None:
    copied = RoomLog(after=0, checks_chain=False)

    with pytest.raises(Gap):
        copied.take_entry({"type": "withheld", "seq": 2})
    with pytest.raises(Gap):
        copied.take_state({"since": 3, "seq": 9, "part": 1, "parts": 1, "objects": {}})
    with pytest.raises(Gap):
        copied.take_state({"since": 0, "seq": 9, "part": 2, "parts": 2, "objects": {}})
    assert copied.seq == 0


async def test_a_command_outlives_the_process_that_was_asked(room: LiveRoom, tmp_path: Path) -> None:
    command_id, outbox_file = str(uuid.uuid4()), tmp_path / "outbox.json"
    before = client_of(room, "teacher", outbox_file=outbox_file)
    before.outbox.add({"type": "post_message", "id": command_id, "text": "Asked before the battery was empty."})

    for _ in range(2):
        client = client_of(room, "teacher", outbox_file=outbox_file)
        async with following(client):
            await until(partial(is_answered, client), timeout_s=20, what="the command was answered")

    log = await asyncio.to_thread(whole_log, room.url, room.token("teacher"), room.stage.room_id)
    assert [one.get("content", {}).get("command_id") for one in log].count(command_id) == 1
    assert json.loads(outbox_file.read_text()) == []


async def test_no_more_commands_are_unanswered_than_the_window_allows_and_all_arrive_in_order(room: LiveRoom) -> None:
    client = client_of(room, "teacher")
    most: list[int] = []
    client.on_frame = lambda _frame: most.append(len(client.sending.under_way))

    async with following(client):
        client.sending.window = 3
        seqs = await asyncio.gather(*(client.command("post_message", text=f"{number}") for number in range(12)))

    assert seqs == sorted(seqs)
    assert max(most) == 3


async def test_a_refused_command_is_told_and_not_sent_again(room: LiveRoom) -> None:
    client = client_of(room, "officer")

    async with following(client):
        with pytest.raises(ApiProblem) as refusal:
            await client.command("post_message", text="Not for me.", audience="school")

    assert refusal.value.code == "audience_not_allowed"
    assert client.outbox.commands == {}


def test_who_is_not_in_the_room_joins_it_and_who_is_in_adds_nothing_to_its_log(room: LiveRoom) -> None:
    before = joined(room)
    run(room, "teacher", "leave_room")

    for _ in range(2):
        enter_room(Session(room.url, room.token("teacher")), room.stage.room_id)

    assert joined(room) == before + 1
    with pytest.raises(ApiProblem) as refusal:
        enter_room(Session(room.url, room.token("stranger")), room.stage.room_id)
    assert refusal.value.code == "not_found"


def joined(room: LiveRoom) -> int:
    log = whole_log(room.url, room.token("officer"), room.stage.room_id)
    events = [one["content"]["event"]["type"] for one in log if one["type"] == "entry"]
    return events.count("participant_joined")


async def test_a_copy_is_stale_without_a_connection_and_never_says_that_it_is_current(room: LiveRoom) -> None:
    client = client_of(room, "teacher")
    assert client.currency == "stale"

    async with following(client):
        assert client.currency == "current"
        client.head += 1
        assert client.currency == "catching up"

    assert client.currency == "stale"


async def test_a_session_that_ends_is_followed_by_a_new_sign_in_and_nothing_is_lost(room: LiveRoom) -> None:
    client = client_of(room, "teacher")
    client.sign_in = lambda: client.session.sign_in("teacher", PASSWORD)
    await asyncio.to_thread(client.sign_in)

    async with following(client):
        first = client.session.token
        await asyncio.to_thread(Session(room.url, first).sign_out)
        await until(lambda: client.currency == "stale", timeout_s=20, what="the end of the session was noticed")
        seq = await asyncio.wait_for(client.command("post_message", text="Signed in again."), 20)

    assert seq is not None
    assert client.session.token != first
    assert client.ended is None


async def test_without_a_way_to_sign_in_again_the_end_of_the_session_is_the_end(room: LiveRoom) -> None:
    client = client_of(room, "teacher")
    await asyncio.to_thread(client.session.sign_in, "teacher", PASSWORD)
    running = asyncio.create_task(client.run())
    await until(lambda: client.currency == "current", timeout_s=20, what="the client was current")

    await asyncio.to_thread(Session(room.url, client.session.token).sign_out)
    await asyncio.wait_for(running, 20)

    assert client.ended is not None
    assert client.ended.code in SIGNED_OUT_CODES


async def test_a_stranger_is_not_let_in_and_does_not_try_for_ever(room: LiveRoom) -> None:
    client = client_of(room, "stranger")

    await asyncio.wait_for(client.run(), 20)

    assert client.ended is not None
    assert client.ended.code == "not_found"
    assert client.reconnects == 0


# --- the verifier -------------------------------------------------------------------------------------------------


async def test_a_command_longer_than_a_frame_is_refused_at_once_and_keeps_nothing_waiting(room: LiveRoom) -> None:
    client = client_of(room, "teacher")
    async with following(client):
        with pytest.raises(ApiProblem, match="longer than the protocol allows"):
            await client.command("post_message", text="x" * 70_000)
        assert await client.command("post_message", text="Still here.") is not None

    assert not client.outbox.commands


@pytest.fixture(scope="module")
def logs(room: LiveRoom, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The log as two people have it, one of whom may not read all of it."""
    folder = tmp_path_factory.mktemp("logs")
    paths = {who: folder / f"{who}.json" for who in ("insider", "officer")}
    for who, path in paths.items():
        path.write_text(json.dumps(whole_log(room.url, room.token(who), room.stage.room_id)))
    return paths


def verified(*arguments: object) -> subprocess.CompletedProcess[str]:
    # -S and -I: nothing but the standard library.
    command = [sys.executable, "-I", "-S", str(VERIFIER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_two_people_verify_that_they_have_the_same_log(logs: dict[str, Path]) -> None:
    done = verified(*logs.values())

    assert done.returncode == 0, done.stderr
    assert "1 withheld" in done.stderr
    assert "the same log to #" in done.stderr


def test_the_verifier_folds_to_any_entry_as_the_server_does(room: LiveRoom, logs: dict[str, Path]) -> None:
    for seq in (1, 5, 8, len(json.loads(logs["officer"].read_text()))):
        done = verified(logs["officer"], "--at", seq)

        assert json.loads(done.stdout) == state_over_http(room, "officer", f"?at={seq}")["objects"]


def test_node_verifies_the_log_and_folds_it_to_the_same_state(room: LiveRoom, logs: dict[str, Path]) -> None:
    frames = json.loads(logs["insider"].read_text())

    done = subprocess.run(
        [str(NODE), str(Path(__file__).with_name("verify_log.mjs"))],
        input=json.dumps(frames),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    told, asked = json.loads(done.stdout), state_over_http(room, "insider", f"?at={len(frames)}")
    assert told["head"] == asked["hash"]
    assert without_empty_kinds(told["state"]) == asked["objects"]


@pytest.mark.parametrize("change", ["text", "salt", "left out", "swapped", "other's"])
def test_a_log_that_was_touched_is_broken(logs: dict[str, Path], tmp_path: Path, change: str) -> None:
    frames = json.loads(logs["insider"].read_text())
    touched, others = copy.deepcopy(frames), tmp_path / "touched.json"
    if change == "text":
        said = next(one for one in touched if one["content"]["event"]["type"] == "message_posted")
        said["content"]["event"]["text"] = "Something else."
    elif change == "salt":
        touched[2]["salt"] = touched[3]["salt"]
    elif change == "left out":
        del touched[2]
    elif change == "swapped":
        touched[2], touched[3] = {**touched[3], "seq": 3}, {**touched[2], "seq": 4}
    else:
        touched = made_anew(touched, seq=4)
    others.write_text(json.dumps(touched))

    done = verified(logs["officer"], others)

    assert done.returncode == 1
    assert "BROKEN" in done.stderr


def made_anew(frames: list[Frame], *, seq: int) -> list[Frame]:
    """Return a log that is whole in itself, but says something else from an entry on."""
    frames[seq - 1]["content"]["at"] = "2020-01-01T00:00:00.000Z"
    head = frames[seq - 2]["hash"]
    for frame in frames[seq - 1 :]:
        frame["digest"] = verifier.sha256(bytes.fromhex(frame["salt"]) + verifier.canonical(frame["content"]).encode())
        head = frame["hash"] = verifier.sha256(bytes.fromhex(head) + bytes.fromhex(frame["digest"]))
    verifier.verify(frames)
    return frames


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (39.0, "39"),
        (-98.5, "-98.5"),
        (1e-7, "1e-7"),
        (0.000001, "0.000001"),
        (1.5e-9, "1.5e-9"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(value: float, text: str) -> None:
    assert verifier.number(value) == text
