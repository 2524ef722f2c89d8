"""Vectors of the fold: merge patches, a log with the state after each entry, and states that come in parts."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from coordination.describe.clients.story import ROOM, contents_of
from coordination.room.entry.chain import GENESIS
from coordination.room.entry.patch import merge_patch, state_from_contents
from coordination.room.reading.state import RoomState, state_frames
from coordination.room.wire.model import Json, JsonObject

# Source: RFC 7396, appendix A, and what languages trip over.
MERGES: tuple[tuple[str, Json, Json], ...] = (
    ("a value is replaced", {"a": "b"}, {"a": "c"}),
    ("a value is added", {"a": "b"}, {"b": "c"}),
    ("null removes", {"a": "b", "b": "c"}, {"a": None}),
    ("null removes what is not there", {"a": "b"}, {"c": None}),
    ("a list is replaced whole", {"a": ["b"]}, {"a": ["c", "d"]}),
    ("a list takes the place of a value", {"a": "c"}, {"a": ["b"]}),
    ("an object is merged", {"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}),
    ("an object takes the place of a list", {"a": [{"b": "c"}]}, {"a": {"d": 1}}),
    ("nulls in what is new are left out", {}, {"a": {"bb": {"ccc": None}}}),
    ("a list keeps its nulls", {}, {"a": [None, {"b": None}]}),
    ("an empty patch changes nothing", {"a": {"b": "c"}}, {}),
    ("an empty object is a value", {"a": "b"}, {"a": {}}),
    ("false and 0 and an empty text are values", {"a": 1}, {"a": False, "b": 0, "c": ""}),
    ("names that look like numbers", {"struck": {"9": {}}}, {"struck": {"10": {}, "9": None}}),
    ("a name is only a name", {"a": {"__proto__": {"b": 1}}}, {"a": {"__proto__": {"c": 2}, "constructor": "x"}}),
    ("letters outside the first plane", {"𝄞": "a"}, {"𝄞": "b", "é": "c", "e\u0301": "d"}),
)


def fold_vectors() -> dict[str, Any]:
    """Return all cases of the fold, with what the server makes of them."""
    contents = [json.loads(text) for text in contents_of()]
    states = [state_from_contents(contents[:length]) for length in range(1, len(contents) + 1)]
    return {
        "merge": [
            {"name": name, "target": target, "patch": patch, "result": merge_patch(target, patch)}
            for name, target, patch in MERGES
        ],
        "log": {"contents": contents, "states": states},
        "catching_up": [
            {"name": name, "before": before, "frames": frames, "after": after}
            for name, before, after in _steps_between(states)
            for name, frames in _told_both_ways(name, _frame_between(before, after))
        ],
    }


def _steps_between(states: Sequence[JsonObject]) -> list[tuple[str, JsonObject, JsonObject]]:
    steps = [(f"from #{seq} to #{seq + 1}", one, other) for seq, (one, other) in enumerate(pairwise(states), start=1)]
    return [("the whole state", {}, states[-2]), *steps]


def _told_both_ways(name: str, frame: JsonObject) -> list[tuple[str, list[Json]]]:
    """Return a state as one frame, and in as many parts as it has objects: the server parts it by its size."""
    kinds = frame["objects"]
    assert isinstance(kinds, dict)
    alone: list[JsonObject] = [
        {kind: {one: value}}
        for kind, objects in kinds.items()
        if isinstance(objects, dict)
        for one, value in objects.items()
    ]
    parts: list[Json] = [
        {**frame, "part": part, "parts": len(alone), "objects": objects} for part, objects in enumerate(alone, start=1)
    ]
    return [(name, [frame]), *([(f"{name}, in parts", parts)] if len(parts) > 1 else [])]


def _frame_between(before: JsonObject, after: JsonObject) -> JsonObject:
    """Return the frame that brings a copy from one state to another: objects whole, null for what is gone."""
    changed: dict[str, dict[str, str]] = {}
    for kind in sorted({*before, *after}):
        old, new = before.get(kind, {}), after.get(kind, {})
        assert isinstance(old, dict)
        assert isinstance(new, dict)
        for one in sorted({*old, *new}):
            if old.get(one) != new.get(one):
                changed.setdefault(kind, {})[one] = json.dumps(new.get(one))
    state = RoomState(ROOM, since=1 if before else 0, seq=9, chain_hash=GENESIS, objects=changed)
    (frame,) = state_frames(state)
    read: JsonObject = json.loads(frame)
    return read
