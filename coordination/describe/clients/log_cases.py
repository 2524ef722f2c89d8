"""Vectors of canonical bytes, of the chain, and of signed heads."""

import hashlib
import json
from copy import deepcopy
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coordination.describe.clients.story import BEGUN, ODD_TEXT, ROOM, STORY, Told, frames_of, id_of
from coordination.records.evidence.heads import HeadText, head_signed_by
from coordination.records.evidence.keys import public_hex
from coordination.room.entry.chain import canonical_text
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import Json, JsonObject

NUMBERS = (
    *(0, -0.0, 1, -1, 39.0, -98.5, 39.0000001, 0.1, 100.0, 4.5, 2e-3, 1e-6, 1e-7, -1e-7, 1.5e-9, 1e-27),
    *(1e20, 123456789012345680000.0, 1e21, 1e23, 9007199254740992, 333333333.33333329, 5e-324, 1.7976931348623157e308),
)
TEXTS = (
    *(ODD_TEXT, "", '"', "\\", "/", "\b\f\n\r\t", "\x00\x1f\x7f", "\u2028\u2029", "\ufeff", "é", "e\u0301", "€"),
    *("𝄞", "\ufb33", "👩‍🚒", "</script>"),
)
# A number with a fraction beside them: names of the product's own entries are ASCII, these are for a client's care.
NAMES = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, "ö": 7, "10": 8, "9": 9, "__proto__": 0.5}
OTHERS: tuple[Json, ...] = (None, True, False, [], {}, [[], {}, [None, 1.5]])
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (7, 8))


def canonical_vectors() -> JsonObject:
    """Return JSON texts, each with its canonical text and the SHA-256 of that in UTF-8."""
    values: list[dict[str, Any]] = [
        *({"value": number} for number in NUMBERS),
        *({"value": text} for text in TEXTS),
        *({"value": other} for other in OTHERS),
        {"names": dict(NAMES)},
        {"b": {"d": 1, "c": [2, {"f": 3, "e": 4}]}, "a": None, "B": 1.0},
    ]
    cases: list[Json] = []
    for value in values:
        canonical = canonical_text(value)
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        # Each letter outside ASCII as an escape: what is read is compared, not what an editor shows.
        cases.append({"json": json.dumps(value), "canonical": canonical, "sha256": digest})
    return {"cases": cases}


def chain_vectors() -> JsonObject:
    """Return logs that are whole, with the hash of their last entry, and others, with the first entry that is wrong."""
    whole, partly = frames_of(), frames_of(withheld=frozenset({4, 6}))
    head = last_hash(whole)
    good = {"whole": whole, "partly withheld": partly, "all withheld": frames_of(withheld=frozenset(range(1, 8)))}
    return {
        "whole": [{"name": name, "frames": frames, "hash": head} for name, frames in good.items()],
        "after": {"seq": 3, "hash": field_of(whole[2], "hash"), "frames": partly[3:], "last": head},
        "broken": [{"name": name, "frames": frames, "seq": seq} for name, frames, seq in _break_logs(whole, partly)],
        "same": [
            {"name": "other entries are withheld", "one": whole, "other": partly, "to": len(whole)},
            {"name": "one goes less far", "one": whole, "other": partly[:3], "to": 3},
        ],
        "parted": [{"name": "each whole in itself", "one": whole, "other": _tell_otherwise(), "seq": 4}],
    }


def field_of(frame: Json, name: str) -> Json:
    """Return a field of a frame."""
    assert isinstance(frame, dict)
    return frame[name]


def last_hash(frames: list[Json]) -> str:
    """Return the hash of a log's last entry."""
    return str(field_of(frames[-1], "hash"))


def _break_logs(whole: list[Json], partly: list[Json]) -> list[tuple[str, list[Json], int]]:
    def changed(frames: list[Json], number: int, **fields: Json) -> list[Json]:
        touched: list[Any] = deepcopy(frames)
        touched[number - 1].update(fields)
        return touched

    reworded: list[Any] = deepcopy(whole)
    reworded[0]["content"]["event"]["text"] = "Something else."
    nearly: list[Any] = deepcopy(whole)
    nearly[1]["content"]["patch"]["markers"][str(id_of("marker"))]["lon"] = 1.1e-7
    told_as: list[Any] = deepcopy(whole)
    told_as[2]["content"]["seq"] = 4
    return [
        ("other words", reworded, 1),
        ("a number that is nearly the same", nearly, 2),
        ("another salt", changed(whole, 3, salt="0" * 32), 3),
        ("an entry that says it is another", told_as, 3),
        ("left out", [*whole[:2], *whole[3:]], 3),
        ("left out and renumbered", [*whole[:2], *changed(whole[3:4], 1, seq=3)], 3),
        ("put in twice", [*whole[:3], *whole[2:]], 4),
        ("the first is missing", whole[1:], 1),
        ("another digest of what is withheld", changed(partly, 4, digest="0" * 64), 4),
        ("another hash", changed(partly, 4, hash="0" * 64), 4),
        ("withheld, with a digest that is no hex", changed(partly, 6, digest="zz" * 32), 6),
        ("a digest that is too short", changed(partly, 6, digest="ab"), 6),
    ]


def _tell_otherwise() -> list[Json]:
    """Return a log that is whole in itself and says something else from #4 on."""
    return frames_of((*STORY[:3], Told("message_posted", {"text": "Made up."}), *STORY[4:]))


def head_vectors() -> dict[str, Any]:
    """Return texts with signed heads, and what each proves of a log."""
    frames = frames_of(withheld=frozenset({4}))
    told = _state_head(frames, 5)
    good, early = head_signed_by(KEY, told), head_signed_by(KEY, _state_head(frames, 1))
    key, other = public_hex(KEY), public_hex(OTHER_KEY)
    forged = HeadText(canonical_text({**told, "hash": last_hash(_tell_otherwise())}), good.signature, good.key)
    others = head_signed_by(OTHER_KEY, told)
    # The end of a signature, moved by the order of the group: it says the same to a check that is not strict.
    stretched = HeadText(good.statement, _stretch_signature(good.signature), good.key)
    # The last: how much of the log is there.
    cases: list[tuple[str, str, str, list[str], list[str], int]] = [
        ("a head of this log", good.line(), "this", [key], ["agrees"], 7),
        ("of one of several keys", good.line(), "this", [other, key], ["agrees"], 7),
        ("in a mail with soft line breaks", _mail_line(good.line()), "this", [key], ["agrees"], 7),
        ("two heads in one file", f"{early.line()}\n{good.line()}\n", "this", [key], ["agrees", "agrees"], 7),
        ("no key to check with", good.line(), "this", [], ["not_checked"], 7),
        ("signed by another key, which it names as its own", others.line(), "this", [key], ["not_signed"], 7),
        ("other words under a signature", forged.line(), "other", [key], ["not_signed"], 7),
        ("a signature that was stretched", stretched.line(), "this", [key], ["not_signed"], 7),
        (
            "half a signature",
            HeadText(good.statement, good.signature[:64], key).line(),
            "this",
            [key],
            ["not_signed"],
            7,
        ),
        ("no signature", HeadText(good.statement, "", key).line(), "this", [key], ["not_signed"], 7),
        ("the end of the log was cut off", good.line(), "this", [key], ["too_short"], 4),
        ("another log", good.line(), "other", [key], ["other_log"], 7),
        ("no head at all", 'A mail about {"another": "thing"}.', "this", [key], [], 7),
    ]
    return {
        "logs": {"this": frames, "other": _tell_otherwise()},
        "cases": [
            {"name": name, "text": text, "log": log, "length": length, "keys": keys, "verdicts": verdicts}
            for name, text, log, keys, verdicts, length in cases
        ],
    }


def _state_head(frames: list[Json], seq: int) -> JsonObject:
    return {
        "at": time_text(BEGUN),
        "hash": field_of(frames[seq - 1], "hash"),
        "incident_id": str(id_of("incident")),
        "is_exercise": True,
        "room_id": str(ROOM),
        "seq": seq,
    }


def _mail_line(line: str) -> str:
    lines = [line[at : at + 75] for at in range(0, len(line), 75)]
    return "The head of the log:\r\n\r\n" + "=\r\n".join(lines) + "\r\n\r\nKeep it.\r\n"


def _stretch_signature(signature: str) -> str:
    # Source: RFC 8032, 5.1: the order of the group.
    order = 2**252 + 27742317777372353535851937790883648493
    raw = bytes.fromhex(signature)
    return (raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")).hex()
