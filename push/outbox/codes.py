"""Codes that ask whether a person reads an address: in the outbox like everything else, but for the digits.

The digits of a code follow from its id and our own key. So they are stored nowhere, and are put into the words when
they go out: neither the outbox nor a list of what was sent shows them.
"""

import base64
import binascii
import hmac
from uuid import UUID

from django.utils.crypto import salted_hmac

from push.vocabulary import CONFIRMATION

# What stands for the digits until then.
HIDDEN = "••••••"


# What stands for the key of an answer until then.
KEY_HERE = "{key}"
_KEY_BYTES, UUID_BYTES = 12, 16


def answer_key(notification_id: UUID) -> str:
    """Return the key by which the reader of one message answers a test alarm without signing in."""
    return base64.urlsafe_b64encode(notification_id.bytes + _seal_of(notification_id)).decode().rstrip("=")


def notification_of_key(key: str) -> UUID | None:
    """Return which message a key was sent in; None: it is none of ours."""
    try:
        found = base64.urlsafe_b64decode(f"{key}{'=' * (-len(key) % 4)}")
    except (binascii.Error, ValueError):
        return None
    if len(found) != UUID_BYTES + _KEY_BYTES:
        return None
    notification_id = UUID(bytes=found[:UUID_BYTES])
    return notification_id if hmac.compare_digest(found[UUID_BYTES:], _seal_of(notification_id)) else None


def _seal_of(notification_id: UUID) -> bytes:
    return salted_hmac("push.answer", notification_id.hex, algorithm="sha256").digest()[:_KEY_BYTES]


def digits_of(confirmation_id: UUID) -> str:
    """Return the six digits of a code."""
    keyed = salted_hmac("push.confirmation", confirmation_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(keyed) % 1_000_000:06}"


def key_of_code(confirmation_id: UUID) -> str:
    """Return what a code is known by in the outbox; no entry's key begins like it."""
    return f"{CONFIRMATION}:{confirmation_id}"
