"""Fold entries' patches (RFC 7396) into a room's state. Pure: no network, and no event by name."""

from typing import Any

from musterpoint_client.problems import Frame


def merge_patch(target: Any, patch: Any) -> Any:
    """Return the target with a merge patch applied; neither is changed. Source: RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge_patch(result.get(name), value)
    return result


def state_after(state: Frame, content: Frame) -> Frame:
    """Return the state after an entry with this content."""
    after: Frame = merge_patch(state, content.get("patch", {}))
    return after
