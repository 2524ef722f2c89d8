"""Check who sent posts: Standard Webhooks, with several keys and several signatures while one key replaces another.

https://www.standardwebhooks.com: HMAC-SHA256 over "<id>.<unix seconds>." and the bytes as they came.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from coordination.errors import BadSignature, StaleTimestamp
from push.transports.keys import webhook_signature

WINDOW_S = 300
MOST_ID_CHARS, MOST_SIGNATURES, MOST_STAMP_DIGITS = 200, 10, 12


@dataclass(frozen=True, slots=True)
class SignedDelivery:
    """What came, and what its headers say: webhook-id, webhook-timestamp, webhook-signature."""

    message_id: str
    timestamp: str
    signatures: str
    body: bytes


def secret_of(*, server_key: str, key_id: UUID) -> str:
    """Return a provider's secret in the form that the libraries take. Another server key is another secret."""
    return "whsec_" + b64encode(hmac.digest(server_key.encode(), b"social alerts " + key_id.bytes, sha256)).decode()


def check_delivery(given: SignedDelivery, *, secrets: Iterable[str], at: datetime) -> None:
    """Check who sent it before looking at when. Raises: BadSignature, StaleTimestamp."""
    stamp, name = given.timestamp, given.message_id
    if not name.isascii() or not 1 <= len(name) <= MOST_ID_CHARS or "." in name:
        raise BadSignature
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > MOST_STAMP_DIGITS:
        raise BadSignature
    expected = [webhook_signature(secret, name, stamp, given.body).encode() for secret in secrets]
    came = [one.encode() for one in given.signatures.split(" ")[:MOST_SIGNATURES]]
    # Each with each, without leaving early: how long it takes says nothing.
    if sum(hmac.compare_digest(one, other) for one in expected for other in came) == 0:
        raise BadSignature
    if abs(int(stamp) - at.timestamp()) > WINDOW_S:
        raise StaleTimestamp
