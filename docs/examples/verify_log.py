"""Verify the log of a room: nothing was changed, removed or inserted. Needs nothing but Python.

    python3 docs/examples/verify_log.py LOG.json [OTHER.json] [--at SEQ] [--head MAIL] [--key KEY]...

A LOG is what a client has received: the frames of the log from #1 on, as a list, one per line (the `log.jsonl`
of an export of evidence) or as `GET /api/v1/rooms/{room_id}/entries` returns them; `python3 -m musterpoint_client …
--save LOG.json` writes one. With the log of another person it also says whether both have received the same log, even
if they may read different entries. With `--at` it prints the state of the room after that entry. With `--head` it
compares the log with a signed head, inside any text (a mail, `heads.jsonl`), because a log that lost its end still
verifies by itself. With `--key` the head's signature must be of that key (hex); of several, of one of them: a server
that lost its key has a new one.
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


# --- signed heads ---------------------------------------------------------------------------------------------------
Point = tuple[int, int, int, int]
# Source: RFC 8032, 5.1: the curve of Ed25519 in extended coordinates.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def point_from(raw: bytes) -> Point | None:
    """Return the point of 32 bytes; none: there is no such point."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Say whether a signature is of a key. Source: RFC 8032, 5.1.7."""
    if len(signature) != 64 or len(key) != 32 or BASE is None:
        return False
    signer, nonce, s = point_from(key), point_from(signature[:32]), int.from_bytes(signature[32:], "little")
    if signer is None or nonce is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = times(s, BASE), add(nonce, times(h, signer))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


def heads_in(text: str) -> list[dict[str, Any]]:
    """Return the signed heads that stand in a text: in a mail, or in `heads.jsonl`. Raises: Broken: there is none."""
    found, decoder = [], json.JSONDecoder()
    # A mail as it travels has soft line breaks (RFC 2045, 6.7); the line itself has no such character.
    text = text.replace("=\r\n", "").replace("=\n", "")
    start = text.find('{"musterpoint_head"')
    while start >= 0:
        told, end = decoder.raw_decode(text, start)
        found.append(told)
        start = text.find('{"musterpoint_head"', end)
    if not found:
        raise Broken("there is no signed head in this text")
    return found


def agrees_with(frames: Sequence[dict[str, Any]], head: dict[str, Any], keys: Sequence[str]) -> str:
    """Say what a signed head proves of a log. Raises: Broken: the log was cut or changed, or the head was."""
    told = head["musterpoint_head"]
    statement, signature = canonical(told).encode(), bytes.fromhex(head["signature"])
    if keys and not any(is_signed(statement, signature, bytes.fromhex(key)) for key in keys):
        raise Broken(f"the head of #{told['seq']} is not signed by this key")
    if len(frames) < told["seq"]:
        raise Broken(
            f"the log ends at #{len(frames)}, and was at #{told['seq']} when the head was signed: its end was cut off"
        )
    if frames[told["seq"] - 1]["hash"] != told["hash"]:
        raise Broken(f"#{told['seq']} is not the one of the signed head")
    return f"agrees with the head of #{told['seq']}, signed {told['at']}" + (
        "" if keys else "; the signature was not checked"
    )


def frames_from(path: Path) -> list[dict[str, Any]]:
    """Return the frames in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line]
    told = json.loads(text)
    frames: list[dict[str, Any]] = told["entries"] if isinstance(told, dict) else told
    return frames


def main(arguments: Sequence[str]) -> None:
    """Say what the logs are worth, and exit with 1 if one of them is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    parser.add_argument("--at", type=int, metavar="SEQ")
    parser.add_argument("--head", type=Path, metavar="MAIL")
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    asked = parser.parse_args(arguments)
    logs = [frames_from(path) for path in asked.logs]
    try:
        for path, frames in zip(asked.logs, logs, strict=True):
            head = verify(frames)
            withheld = sum(frame["type"] == "withheld" for frame in frames)
            print(f"{path}: whole to #{len(frames)}, {withheld} withheld, head {head}", file=sys.stderr)
        for path, frames in zip(asked.logs[1:], logs[1:], strict=True):
            print(f"{path}: the same log to #{same_as_far_as_both_go(logs[0], frames)}", file=sys.stderr)
        if asked.head is not None:
            for one in heads_in(asked.head.read_text(encoding="utf-8")):
                print(f"{asked.logs[0]}: {agrees_with(logs[0], one, asked.key)}", file=sys.stderr)
    except Broken as broken:
        sys.exit(f"BROKEN: {broken}")
    if asked.at is not None:
        print(json.dumps(state_at(logs[0], asked.at), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
