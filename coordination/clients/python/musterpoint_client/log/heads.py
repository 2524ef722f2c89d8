"""Signed heads of logs, as they are mailed and exported: they prove how long a log was."""

import json
from collections.abc import Sequence
from typing import Literal

from musterpoint_client.log.canonical import canonical_text
from musterpoint_client.log.signatures import is_signed
from musterpoint_client.problems import Frame

BEGINS = '{"musterpoint_head"'

# not_checked: it agrees, and no key was given; too_short: the log's end was cut off.
type HeadVerdict = Literal["agrees", "not_signed", "not_checked", "too_short", "other_log"]


def heads_in(text: str) -> list[Frame]:
    """Return the signed heads that stand in a text: in a mail, or in `heads.jsonl`."""
    found, decoder = [], json.JSONDecoder()
    # A mail as it travels has soft line breaks (RFC 2045, 6.7); the line itself has no such character.
    whole = text.replace("=\r\n", "").replace("=\n", "")
    start = whole.find(BEGINS)
    while start >= 0:
        try:
            head, end = decoder.raw_decode(whole, start)
        except ValueError:  # cut off
            end = start + 1
        else:
            found.append(head)
        start = whole.find(BEGINS, end)
    return found


def head_verdict(frames: Sequence[Frame], signed: Frame, keys: Sequence[str]) -> HeadVerdict:
    """Return what a signed head says of a log that was verified.

    Args:
        frames: from #1 on.
        keys: of the server in hex, got from elsewhere; one of them must have signed, since a server that lost its key
            has a new one.
    """
    head = signed["musterpoint_head"]
    statement = canonical_text(head).encode()
    if keys and not any(_is_signed_by(statement, signed["signature"], key) for key in keys):
        return "not_signed"
    if len(frames) < head["seq"]:
        return "too_short"
    if frames[head["seq"] - 1]["hash"] != head["hash"]:
        return "other_log"
    return "agrees" if keys else "not_checked"


def _is_signed_by(statement: bytes, signature: str, key: str) -> bool:
    try:
        return is_signed(statement, bytes.fromhex(signature), bytes.fromhex(key))
    except ValueError:
        return False
