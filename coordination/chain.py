"""The hash chain over a room's entries. Pure.

Every entry has a random salt. digest = SHA-256(salt ‖ content); hash = SHA-256(previous hash ‖ digest). A person from
whom an entry is withheld gets digest and hash: enough to check that nothing was taken out or put in, and, the salt
being secret, of no use for guessing what a short entry says.
"""

import hashlib
import json

from coordination.wire.model import JsonObject

GENESIS = "0" * 64


def canonical(content: JsonObject) -> str:
    """Return the one JSON text of a content: sorted keys, no spaces, characters as themselves."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def entry_digest(*, salt: str, content: str) -> str:
    """Return the hex SHA-256 of the salt's 16 bytes (32 hex digits) followed by the content as UTF-8."""
    return hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def next_hash(*, previous: str, digest: str) -> str:
    """Return the hex hash of an entry from the previous entry's (GENESIS for the first)."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(digest)).hexdigest()
