"""Fold RFC 7396 merge patches into a room's state. Pure.

It knows no event: the page, the Python library and the verifier do the same.
"""

from collections.abc import Iterable
from typing import cast

from coordination.room.wire.model import Json, JsonObject


def merge_patch(target: Json, patch: Json) -> Json:
    """Return the target with a merge patch applied; neither is changed. Source: RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def state_from_contents(contents: Iterable[JsonObject]) -> JsonObject:
    """Return the state that entries' contents, in the order of their seq, come to; without kinds that are empty."""
    state: Json = {}
    for content in contents:
        state = merge_patch(state, content.get("patch", {}))
    return {kind: objects for kind, objects in cast("JsonObject", state).items() if objects}


def joined_patch(first: JsonObject, second: JsonObject) -> JsonObject:
    """Return one patch that does what two do that touch different objects."""
    joined: JsonObject = {}
    for kind in (*first, *(kind for kind in second if kind not in first)):
        joined[kind] = {**cast("JsonObject", first.get(kind, {})), **cast("JsonObject", second.get(kind, {}))}
    return joined
