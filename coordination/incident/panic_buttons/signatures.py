"""Keys and signatures of panic intakes: no secret is stored, each follows from the server's own key. Pure.

HKDF as in RFC 5869 with SHA-256, one block; the signature is HMAC-SHA256 over "<unix seconds>.<body>".
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coordination.errors import BadSignature, StaleTimestamp

SALT = b"musterpoint panic intake v1"
SCHEME = "sha256="
# Clocks of wall-button gateways drift; a press that is older says nothing about now.
WINDOW_S = 300


def secret_of(*, server_key: str, intake_id: UUID) -> str:
    """Return an intake's secret as hex. Another server key, or another intake, is another secret."""
    extracted = hmac.new(SALT, server_key.encode(), hashlib.sha256).digest()
    return hmac.new(extracted, intake_id.bytes + b"\x01", hashlib.sha256).hexdigest()


def signature_of(*, secret: str, timestamp: str, body: bytes) -> str:
    """Return what the sender puts into X-Muster-Signature."""
    signed = timestamp.encode() + b"." + body
    return SCHEME + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def check_signature(*, secrets: Sequence[str], timestamp: str, body: bytes, signature: str, at: datetime) -> None:
    """Check who sent it, by one of these secrets, before looking at when. Raises: BadSignature, StaleTimestamp."""
    expected = [signature_of(secret=one, timestamp=timestamp, body=body) for one in secrets]
    if not any(hmac.compare_digest(one.encode(), signature.encode()) for one in expected):
        raise BadSignature
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise StaleTimestamp
    if abs(int(timestamp) - at.timestamp()) > WINDOW_S:
        raise StaleTimestamp
