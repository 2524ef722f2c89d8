"""The described socket is the real one: docs/asyncapi.json is today's, and real frames are what it says."""

import inspect
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import jsonschema
import pytest
from pydantic import ValidationError

from coordination import errors
from coordination.describe.asyncapi import asyncapi_document
from coordination.describe.catalogue import (
    CLIENT_FRAMES,
    COMMANDS,
    EVENTS,
    OBJECTS,
    SERVER_FRAMES,
    server_frame_adapter,
)
from coordination.describe.problem_codes import codes_text
from coordination.describe.reference import example_of, reference_text
from coordination.describe.schemas import names_below, open_schema
from coordination.management.described import text_of
from coordination.room.fanout import EphemeralUpdate
from coordination.room.reading.state import RoomState, state_frames
from coordination.room.registry import Named, installed_capabilities
from coordination.room.wire import frames
from coordination.room.wire.frames import CommandFrame
from coordination.room.wire.model import Json, JsonObject
from coordination.sockets.feeds.board import PositionBoard
from coordination.sockets.feeds.presence import Presence
from coordination.vocabulary import Audience
from tests.support.processes import ROOT

AT = datetime(2026, 11, 24, 15, 0, 1, 250_000, tzinfo=UTC)
SOMEBODY = UUID("0191f000-0000-7000-8000-000000000001")
ROOM = UUID("0191f000-0000-7000-8000-0000000000aa")
STORED = (
    next(one for one in installed_capabilities() if one.name == "messages")
    .example("message_posted")
    .read_text()
    .strip()
)
MARKER = '{"kind":"hazard","label":"Gas"}'
STATE = RoomState(ROOM, 0, 1, "b" * 64, {"markers": {str(SOMEBODY): MARKER, str(ROOM): "null"}})
HASHES = {"digest": "a" * 64, "chain_hash": "b" * 64}
# Maps by kind and id, not objects with fields.
BY_ID = {"objects", "patch"}
PUBLISHED = json.loads((ROOT / "docs" / "asyncapi.json").read_text())
WATCHED: JsonObject = {
    "incident_id": str(ROOM),
    "room_id": str(ROOM),
    "site_id": str(SOMEBODY),
    "site": "Lincoln",
    "address": "",
    "lon": -98.5,
    "lat": 39.8,
    "incident_type": "ALRF",
    "severity": "unknown",
    "title": "Smoke",
    "title_in": {"es": "Humo"},
    "is_exercise": True,
    "status": "Active",
    "opened_at": frames.time_text(AT),
    "head": 3,
}
REFUSAL = errors.BadCommand("no", pointer="/text")
BUILT: dict[str, bytes] = {
    "welcome_frame": frames.welcome_frame(
        room_id=ROOM, participant_id=SOMEBODY, head=3, exercise=True, audiences=["everyone"], window=64, at=AT
    ),
    "state_frame": state_frames(STATE)[0],
    "entry_frame": frames.entry_frame(seq=5, content=STORED, salt="c" * 32, **HASHES),
    "withheld_frame": frames.withheld_frame(seq=5, **HASHES),
    "ack_frame": frames.ack_frame(command_id=SOMEBODY, seq=None, room_id=ROOM),
    "nack_frame": frames.nack_frame(command_id=None, error=REFUSAL),
    "error_frame": frames.error_frame(errors.AccessEnded()),
    "beacon_frame": frames.beacon_frame(head=7, at=AT, database=False),
    "pong_frame": frames.pong_frame(head=7, at=AT),
    "resync_frame": frames.resync_frame(head=7, reason="ahead_of_log"),
    "incidents_frame": frames.incidents_frame(incidents=[WATCHED], gone=[SOMEBODY], is_all=False, at=AT),
    "goodbye_frame": frames.goodbye_frame(retry_after_s=1.5),
}


def test_the_committed_description_is_todays() -> None:
    assert (ROOT / "docs" / "asyncapi.json").read_text() == text_of(asyncapi_document())


def test_the_committed_reference_is_todays() -> None:
    assert (ROOT / "docs" / "wire.md").read_text() == reference_text() + codes_text()


@pytest.mark.parametrize("one", [*COMMANDS, *EVENTS, *OBJECTS, *CLIENT_FRAMES], ids=lambda one: one.word)
def test_the_examples_of_the_reference_are_accepted(one: Named) -> None:
    one.model.model_validate_json(json.dumps(example_of(one.model.model_json_schema())))


def test_every_moment_and_problem_in_an_example_of_the_reference_is_one() -> None:
    examples = [example_of(one.model.model_json_schema()) for one in (*EVENTS, *OBJECTS, *SERVER_FRAMES)]
    values = [pair for one in examples for pair in pairs_below(one)]
    moments = [value for name, value in values if name.endswith("_at") and isinstance(value, str)]
    problems = [value for name, value in values if name == "problem"]

    assert len(moments) > 30
    assert [one for one in moments if datetime.fromisoformat(one).tzinfo is None] == []
    assert len(problems) == 2
    assert {one["title"] for one in problems if isinstance(one, dict)} == {"There is nothing here for you."}


def pairs_below(part: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(part, dict):
        yield from part.items()
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from pairs_below(one)


def test_every_function_that_builds_a_frame_is_held_against_the_description() -> None:
    builders = {name for name, _ in inspect.getmembers(frames, inspect.isfunction) if name.endswith("_frame")}

    assert builders | {"state_frame"} == set(BUILT)


@pytest.mark.parametrize("frame", BUILT.values(), ids=BUILT)
def test_a_built_frame_is_what_its_model_says(frame: bytes) -> None:
    server_frame_adapter.validate_json(frame)


@pytest.mark.parametrize("frame", BUILT.values(), ids=BUILT)
def test_a_built_frame_meets_the_published_schema(frame: bytes) -> None:
    assert complaints(json.loads(frame)) == []


def test_a_refusal_for_now_says_how_long_to_wait_and_one_for_good_does_not() -> None:
    for_now, for_good = (
        json.loads(frames.nack_frame(command_id=None, error=one)) for one in (errors.TryLater(), REFUSAL)
    )

    assert complaints(for_now) == []
    assert for_now["problem"]["retry_after_s"] == errors.TryLater.retry_after_s
    assert "retry_after_s" not in for_good["problem"]


def test_positions_and_presence_are_what_their_models_say() -> None:
    board, presence = PositionBoard(), Presence()
    position = {
        "participant_id": str(SOMEBODY),
        "lon": -98.5,
        "lat": 39.8,
        "level_id": None,
        "accuracy_m": 5.0,
        "heading_deg": None,
        "speed_mps": 1.0,
        "fix_age_s": 0.0,
        "at": frames.time_text(AT),
    }
    board.hear(EphemeralUpdate(ROOM, SOMEBODY, json.dumps(position).encode(), Audience.EVERYONE))
    presence.note(SOMEBODY, origin="", sockets=1, acked=4, at=frames.time_text(AT), now_s=0)

    for frame in (board.all_for(frozenset(Audience), at=AT), presence.all(at=AT)):
        assert frame is not None
        server_frame_adapter.validate_json(frame)
        assert complaints(json.loads(frame)) == []


def test_every_error_is_a_problem_of_the_described_form() -> None:
    for kind in vars(errors).values():
        if inspect.isclass(kind) and issubclass(kind, errors.CoordinationError):
            frame = json.loads(frames.error_frame(kind("Words.", pointer="/x")))
            assert complaints(frame) == [], kind


@pytest.mark.parametrize("one", [*CLIENT_FRAMES, *COMMANDS], ids=lambda one: one.model.__name__)
def test_a_stray_field_is_refused_in_what_a_client_sends(one: Named) -> None:
    example = example_of(one.model.model_json_schema())
    if one.model is CommandFrame:
        example["command"] = example_of(COMMANDS[0].model.model_json_schema())

    assert refusals(one, example) == []
    assert refusals(one, {**example, "stray": 1}) != []
    with pytest.raises(ValidationError):
        one.model.model_validate({**example, "stray": 1})


@pytest.mark.parametrize("frame", BUILT.values(), ids=BUILT)
def test_a_stray_field_is_taken_in_what_the_server_sends(frame: bytes) -> None:
    assert complaints(with_a_stray_field_everywhere(json.loads(frame))) == []


def test_what_the_server_sends_is_open_at_every_depth() -> None:
    schemas = asyncapi_document()["components"]["schemas"]  # type: ignore[index,call-overload]
    said = names_below([{"$ref": one.model.__name__} for one in SERVER_FRAMES], schemas)  # type: ignore[arg-type]

    assert {"EntryContent", "Problem", "ParticipantPosition"} <= said
    assert [name for name in said if open_schema(schemas[name]) != schemas[name]] == []  # type: ignore[index,call-overload]


@pytest.mark.parametrize("one", SERVER_FRAMES, ids=lambda one: one.model.__name__)
def test_a_server_frame_of_ours_has_no_field_that_is_not_described(one: Named) -> None:
    assert one.model.model_config["extra"] == "forbid"


def test_every_command_is_described() -> None:
    frame = asyncapi_document()["components"]["schemas"]["CommandFrame"]  # type: ignore[index,call-overload]
    named = {reference["$ref"].rpartition("/")[2] for reference in frame["properties"]["command"]["oneOf"]}  # type: ignore[index,union-attr,call-overload]

    assert named == {one.model.__name__ for one in COMMANDS}


def with_a_stray_field_everywhere(part: Json) -> Json:
    """Add a field to what a frame names itself, at each depth; a room's objects are named by kind and id instead."""
    if isinstance(part, dict):
        below = {key: value if key in BY_ID else with_a_stray_field_everywhere(value) for key, value in part.items()}
        return {**below, "stray": "1"}
    if isinstance(part, list):
        return [with_a_stray_field_everywhere(item) for item in part]
    return part


def refusals(one: Named, value: JsonObject) -> list[str]:
    """Return what the published schema of a model has against a value."""
    schema = {"$ref": f"#/components/schemas/{one.model.__name__}", "components": PUBLISHED["components"]}
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]


def complaints(frame: Json) -> list[str]:
    """Return what the published schema has against a server frame."""
    assert isinstance(frame, dict)
    return refusals(next(one for one in SERVER_FRAMES if one.word == frame["type"]), frame)
