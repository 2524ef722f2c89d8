"""Codes that ask whether a person reads an address: in the outbox like everything else, but for the digits.

The digits of a code follow from its id and our own key. So they are stored nowhere, and are put into the words when
they go out: neither the outbox nor a list of what was sent shows them.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

from push.vocabulary import CONFIRMATION

# What stands for the digits until then.
HIDDEN = "••••••"


def digits_of(confirmation_id: UUID) -> str:
    """Return the six digits of a code."""
    keyed = salted_hmac("push.confirmation", confirmation_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(keyed) % 1_000_000:06}"


def key_of_code(confirmation_id: UUID) -> str:
    """Return what a code is known by in the outbox; no entry's key begins like it."""
    return f"{CONFIRMATION}:{confirmation_id}"
