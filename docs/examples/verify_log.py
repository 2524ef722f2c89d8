"""Verify the log of a room: nothing was changed, taken out or put in. Needs nothing but Python.

    python3 docs/examples/verify_log.py LOG.json [OTHER.json] [--at SEQ]

A LOG is what somebody's client has received: the frames of the log from #1 on, as a list or as
`GET /api/v1/rooms/{room_id}/entries` answers them; `muster_client.py … --save LOG.json` writes one. With the log of
another person it also says whether both have been given the same log, however differently they may read it. With `--at`
it prints the state of the room after that entry.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

GENESIS = "0" * 64


class Broken(Exception):
    """The log is not what it says it is."""


def canonical(value: Any) -> str:
    """Return the canonical JSON text of a parsed value. Source: RFC 8785."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return number(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """Return a number as ECMAScript writes it: the fewest digits that mean it, and an exponent only far from 1."""
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    point = len(figures) + int(exponent)
    if value == 0:
        return "0"
    if len(figures) <= point <= 21:
        text = figures + "0" * (point - len(figures))
    elif 0 < point <= 21:
        text = f"{figures[:point]}.{figures[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{figures}"
    else:
        mantissa = figures if len(figures) == 1 else f"{figures[0]}.{figures[1:]}"
        text = f"{mantissa}e{point - 1:+d}"
    return "-" + text if sign else text


def verify(frames: Sequence[dict[str, Any]]) -> str:
    """Check a log from #1 on and return the hash of its last entry. Raises: Broken: where it is not whole."""
    head = GENESIS
    for seq, frame in enumerate(frames, start=1):
        if frame["seq"] != seq:
            raise Broken(f"#{seq} is missing")
        if frame["type"] == "entry":
            content = canonical(frame["content"])
            if frame["content"]["seq"] != seq:
                raise Broken(f"#{seq} says that it is #{frame['content']['seq']}")
            if sha256(bytes.fromhex(frame["salt"]) + content.encode()) != frame["digest"]:
                raise Broken(f"#{seq} is not what was recorded")
        head = sha256(bytes.fromhex(head) + bytes.fromhex(frame["digest"]))
        if head != frame["hash"]:
            raise Broken(f"the chain breaks at #{seq}")
    return head


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def merge(target: Any, patch: Any) -> Any:
    """Return the target with a merge patch applied. Source: RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge(result.get(name), value)
    return result


def state_at(frames: Sequence[dict[str, Any]], seq: int) -> dict[str, Any]:
    """Return what the reader of a log sees of the room after an entry, without kinds of which there is nothing."""
    state: dict[str, Any] = {}
    for frame in frames[:seq]:
        state = merge(state, frame.get("content", {}).get("patch", {}))
    return {kind: objects for kind, objects in state.items() if objects}


def same_as_far_as_both_go(one: Sequence[dict[str, Any]], other: Sequence[dict[str, Any]]) -> int:
    """Return how far two people's logs are the same. Raises: Broken: they have been given different ones."""
    both = min(len(one), len(other))
    if both and one[both - 1]["hash"] != other[both - 1]["hash"]:
        seq = next(n for n in range(both) if one[n]["hash"] != other[n]["hash"]) + 1
        raise Broken(f"the two logs part at #{seq}")
    return both


def frames_from(path: Path) -> list[dict[str, Any]]:
    """Return the frames in a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    frames: list[dict[str, Any]] = told["entries"] if isinstance(told, dict) else told
    return frames


def main(arguments: Sequence[str]) -> None:
    """Say what the logs are worth, and exit with 1 if one of them is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    parser.add_argument("--at", type=int, metavar="SEQ")
    asked = parser.parse_args(arguments)
    logs = [frames_from(path) for path in asked.logs]
    try:
        for path, frames in zip(asked.logs, logs, strict=True):
            head = verify(frames)
            withheld = sum(frame["type"] == "withheld" for frame in frames)
            print(f"{path}: whole to #{len(frames)}, {withheld} withheld, head {head}", file=sys.stderr)
        for path, frames in zip(asked.logs[1:], logs[1:], strict=True):
            print(f"{path}: the same log to #{same_as_far_as_both_go(logs[0], frames)}", file=sys.stderr)
    except Broken as broken:
        sys.exit(f"BROKEN: {broken}")
    if asked.at is not None:
        print(json.dumps(state_at(logs[0], asked.at), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
