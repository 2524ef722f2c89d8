"""The hash chain over a room's entries. Pure.

Every entry has a random salt. digest = SHA-256(salt ‖ content); hash = SHA-256(previous hash ‖ digest). A person from
whom an entry is withheld gets digest and hash: enough to check that nothing was taken out or put in, and, the salt
being secret, of no use for guessing what a short entry says.
"""

import hashlib

import orjson
import rfc8785

from coordination.room.wire.model import Json, JsonObject

GENESIS = "0" * 64


def canonical_text(content: JsonObject) -> str:
    """Return the one JSON text of a content, which every language can make. Source: RFC 8785."""
    if _has_floats(content):
        return rfc8785.dumps(content).decode()
    # The two differ in numbers with a fraction only, and this is thirty times as fast. Our keys are ASCII.
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def _has_floats(value: JsonObject | list[Json]) -> bool:
    for one in value.values() if isinstance(value, dict) else value:
        # First what nearly all of it is: this is on the way of every command.
        if type(one) is str or type(one) is int or one is None:
            continue
        if isinstance(one, float) or (isinstance(one, dict | list) and _has_floats(one)):
            return True
    return False


def entry_digest(*, salt: str, content: str) -> str:
    """Return the hex SHA-256 of the salt's 16 bytes (32 hex digits) followed by the content as UTF-8."""
    return hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def next_hash(*, previous: str, digest: str) -> str:
    """Return the hex hash of an entry from the previous entry's (GENESIS for the first)."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(digest)).hexdigest()
