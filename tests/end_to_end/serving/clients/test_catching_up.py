"""Who comes back far behind gets the objects that have changed instead of the entries, over a real socket."""

import asyncio
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from musterpoint_client.api import request_json
from musterpoint_client.log.room_log import RoomLog
from musterpoint_client.room.room_client import RoomClient
from musterpoint_client.session import Session

from tests.stage.devices.clients import Frame, until, verifier, whole_log
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e

TAIL_MAX = 50
# The server takes `since` back to a multiple of 500, so that those who come together share one reading.
SHARED = 500
PLACE = {"lon": -98.5, "lat": 39.8}
# More of them than fit into one frame.
LARGE_SHAPES = 9
POINTS = [[round(-98.5 - number / 1e6, 7), round(39.8 + number / 1e6, 7)] for number in range(1800)]


WORDS = "behind the marble stairs"
NAMES = (
    *("open, stays", "open, removed", "open, moved", "open, new"),
    *("school, stays", "school, removed", "school, moved", "school, new", "school, come and gone"),
)


@dataclass
class Story:
    """What has happened in the room, by the names of its markers. What only the school may know is in `secret`."""

    room: LiveRoom
    away_since: int = 0
    kept: dict[str, list[Frame]] = field(default_factory=dict)
    markers: dict[str, str] = field(default_factory=lambda: {name: str(uuid.uuid4()) for name in NAMES})

    def marker(self, name: str) -> str:
        return self.markers[name]

    @property
    def secret(self) -> list[str]:
        return [*(object_id for name, object_id in self.markers.items() if name.startswith("school")), WORDS]


async def say(client: Any, words: Sequence[str]) -> None:
    await asyncio.gather(*(client.command("post_message", text=text) for text in words))


async def place(client: Any, story: Story, name: str) -> None:
    audience, label = ("school", WORDS) if name.startswith("school") else ("everyone", name)
    await client.command(
        "place_marker", marker_id=story.marker(name), kind="hazard", label=label, audience=audience, **PLACE
    )


async def before_they_leave(insider: Any, story: Story) -> None:
    for name in NAMES:
        if not name.endswith(("new", "come and gone")):
            await place(insider, story, name)
    await say(insider, [f"Number {number}." for number in range(SHARED)])


async def while_they_are_away(insider: Any, story: Story) -> None:
    for name in ("open", "school"):
        await insider.command("remove_marker", marker_id=story.marker(f"{name}, removed"))
        await insider.command("move_marker", marker_id=story.marker(f"{name}, moved"), lon=-98.4, lat=39.9)
        await place(insider, story, f"{name}, new")
    await place(insider, story, "school, come and gone")
    await insider.command("remove_marker", marker_id=story.marker("school, come and gone"))
    for _ in range(LARGE_SHAPES):
        await insider.command("draw_shape", shape_id=str(uuid.uuid4()), kind="route", points=POINTS)
    await insider.command("post_message", text=WORDS, audience="school")
    await say(insider, [f"No one hears {number}." for number in range(TAIL_MAX)])


async def told_by(room: LiveRoom) -> Story:
    """Let the insider tell the story; what officer and teacher had when they left is kept."""
    story, insider = Story(room), RoomClient(Session(room.url, room.token("insider")), room.stage.room_id)
    running = asyncio.create_task(insider.run())
    await before_they_leave(insider, story)
    story.kept = {who: await asyncio.to_thread(log_of, room, who) for who in ("officer", "teacher")}
    story.away_since = len(story.kept["officer"])
    await while_they_are_away(insider, story)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return story


@pytest.fixture(scope="module")
def story(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("room")
    settings = {"MUSTERPOINT_TAIL_MAX_ENTRIES": str(TAIL_MAX)}
    with room_on_copy(spatialite_template, folder, env=settings) as room:
        yield asyncio.run(told_by(room))


def log_of(room: LiveRoom, who: str) -> list[Frame]:
    return whole_log(room.url, room.token(who), room.stage.room_id)


def state_of(room: LiveRoom, who: str, query: str = "") -> Frame:
    path = f"/api/v1/rooms/{room.stage.room_id}/state{query}"
    answer: Frame = request_json(room.url, path, token=room.token(who))
    return answer


def without_empty_kinds(state: Frame) -> Frame:
    return {kind: objects for kind, objects in state.items() if objects}


def caught_up(story: Story, who: str, *, after: int) -> list[Frame]:
    """Say how far one is on a socket of one's own; return the parts of the state that comes."""
    socket = story.room.enter(who, after=after)
    parts = [socket.next("state")]
    while parts[-1]["part"] < parts[-1]["parts"]:
        frame = socket.text()
        if frame["type"] == "state":
            parts.append(frame)
        assert frame["type"] not in ("entry", "withheld")
    # What comes live follows the state without a gap.
    seq = story.room.say("officer", "You are back.")
    heard = [socket.next("entry")["seq"]]
    while heard[-1] < seq:
        heard.append(socket.next("entry")["seq"])
    socket.close()
    assert heard == list(range(parts[-1]["seq"] + 1, seq + 1))
    return parts


@pytest.mark.parametrize("who", ["officer", "teacher"])
def test_who_is_far_behind_gets_what_has_changed_in_parts_and_no_entry(story: Story, who: str) -> None:
    copied = RoomLog(after=0, checks_chain=False)
    for frame in story.kept[who]:
        copied.take_entry(frame)

    parts = caught_up(story, who, after=story.away_since)

    assert [one["part"] for one in parts] == list(range(1, len(parts) + 1))
    assert len(parts) > 1
    assert {one["since"] for one in parts} == {SHARED}
    assert max(len(json.dumps(one, separators=(",", ":"))) for one in parts) < 300 * 1024
    assert [copied.take_state(one) for one in parts] == [False] * (len(parts) - 1) + [True]
    at_that = state_of(story.room, who, f"?at={copied.seq}")
    assert without_empty_kinds(copied.state) == at_that["objects"]
    assert parts[-1]["hash"] == at_that["hash"]


def markers_told(parts: Sequence[Frame]) -> dict[str, Any]:
    return {one: value for part in parts for one, value in part["objects"].get("markers", {}).items()}


def test_what_was_removed_is_told_as_null_to_whoever_could_read_it(story: Story) -> None:
    told = {who: markers_told(caught_up(story, who, after=story.away_since)) for who in ("officer", "teacher")}

    for who, names in (("officer", ("open",)), ("teacher", ("open", "school"))):
        for name in names:
            assert told[who][story.marker(f"{name}, removed")] is None
            assert told[who][story.marker(f"{name}, moved")]["lon"] == -98.4
            assert told[who][story.marker(f"{name}, new")] is not None
            assert story.marker(f"{name}, stays") not in told[who]
    assert not set(story.secret) & set(told["officer"])


def test_an_officer_gets_no_object_of_the_school_nor_its_id_in_any_frame_or_page(story: Story) -> None:
    heard = json.dumps([caught_up(story, "officer", after=after) for after in (0, SHARED, story.away_since)])
    heard += json.dumps(log_of(story.room, "officer"))
    teachers = json.dumps([caught_up(story, "teacher", after=0), log_of(story.room, "teacher")])

    assert [secret for secret in story.secret if secret in heard] == []
    assert [secret for secret in story.secret if secret not in teachers] == []


def test_the_entries_between_are_read_by_pages_and_the_chain_holds_through_them(story: Story) -> None:
    parts = caught_up(story, "officer", after=story.away_since)
    room, frames = story.room, list(story.kept["officer"])

    while len(frames) < parts[-1]["seq"]:
        path = f"/api/v1/rooms/{room.stage.room_id}/entries?after={len(frames)}&limit=40"
        page = request_json(room.url, path, token=room.token("officer"))["entries"]
        assert 0 < len(page) <= 40
        frames += page

    frames = frames[: parts[-1]["seq"]]
    assert [one["seq"] for one in frames] == list(range(1, len(frames) + 1))
    assert "withheld" in {one["type"] for one in frames[story.away_since :]}
    assert verifier.verify(frames) == parts[-1]["hash"]


@pytest.mark.parametrize(("behind", "kind"), [(TAIL_MAX, "entry"), (TAIL_MAX + 1, "state")])
def test_the_tail_is_entries_up_to_the_limit_and_a_state_beyond(story: Story, behind: int, kind: str) -> None:
    head = story.room.say("officer", "Here.")
    socket = story.room.enter("officer", after=head - behind)

    first = next(one for one in iter(socket.text, None) if one["type"] in ("state", "entry", "withheld"))
    socket.close()

    assert first["type"] == kind
    assert kind != "entry" or first["seq"] == head - behind + 1


@pytest.mark.parametrize("who", ["officer", "teacher"])
async def test_the_example_client_comes_back_far_behind_and_has_all_of_it(story: Story, who: str) -> None:
    heard: list[Frame] = []
    room = story.room
    session = Session(room.url, room.token(who))
    client = RoomClient(session, room.stage.room_id, after=0, on_frame=heard.append)
    for frame in story.kept[who]:
        client.log.take_entry(frame)

    running = asyncio.create_task(client.run())
    await until(lambda: client.currency == "current", timeout_s=120, what="the client was current")
    seq = await client.command("post_message", text="I am back.")
    assert seq is not None
    await client.wait_for_seq(seq)
    await client.fetch_missing()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    states = [frame for frame in heard if frame["type"] == "state"]
    between = [frame["seq"] for frame in heard if frame["type"] in ("entry", "withheld")]
    assert {frame["since"] for frame in states} == {SHARED}
    assert between == list(range(states[-1]["seq"] + 1, seq + 1))
    told = await asyncio.to_thread(state_of, room, who, f"?at={seq}")
    assert without_empty_kinds(client.state) == told["objects"]
    assert verifier.verify([client.entries[one] for one in sorted(client.entries)]) == told["hash"]
    known = json.dumps([client.state, client.entries, heard])
    found = [secret for secret in story.secret if secret in known]
    assert found == ([] if who == "officer" else story.secret)
