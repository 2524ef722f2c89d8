"""Bodies for Firebase: thousands of phones get the same words, so the SDK encodes and judges them once. Pure.

Only the address and the notification's own id differ from one phone to the next; they are put in between.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from push.transport import Message

# Stand-ins that nothing else in a body can spell: words of ours are generic, and these are not.
ADDRESS = "address-b7d1c2f04e"
NOTIFICATION_ID = UUID("b7d1c2f0-4e5a-4f63-9a52-3e0b7d3f6a90")
# All that stands in a document besides the two.
ALIKE = attrgetter(
    "room_id", "seq", "kind", "urgency", "is_exercise", "channel", "title", "body", "collapse_key", "expires_at"
)
KNOWN_MAX = 64


class Pieces(NamedTuple):
    """A document without its address and its notification's id."""

    before: str
    between: str
    after: str
    address_first: bool


class Bodies:
    """Makes bodies for one kind of address. `encode` returns the provider's document for a whole message."""

    def __init__(self, encode: Callable[[Message], object], *, clock: Callable[[], datetime]) -> None:
        self._encode = encode
        self._clock = clock
        self._known: dict[tuple[object, ...], Pieces] = {}

    def body_of(self, message: Message) -> bytes:
        """Return the document as JSON. Raises: ValueError: the SDK refuses it."""
        if not message.address:
            raise ValueError("a message needs an address")
        pieces = self._pieces_for(message)
        own = (json.dumps(message.address), f'"{message.notification_id}"')
        first, second = own if pieces.address_first else reversed(own)
        return f"{pieces.before}{first}{pieces.between}{second}{pieces.after}".encode()

    def _pieces_for(self, message: Message) -> Pieces:
        # How long it may live is written in seconds from now: another second is another document.
        ttl_s = int((message.expires_at - self._clock()).total_seconds())
        alike = (ttl_s, *ALIKE(message))
        pieces = self._known.get(alike)
        if pieces is None:
            stand_in = replace(message, address=ADDRESS, notification_id=NOTIFICATION_ID)
            pieces = _split_document(json.dumps(self._encode(stand_in)))
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            self._known[alike] = pieces
        return pieces


def _split_document(document: str) -> Pieces:
    """Cut a document where the two stand-ins are, in whichever order the SDK writes them."""
    address, number = f'"{ADDRESS}"', f'"{NOTIFICATION_ID}"'
    address_first = document.index(address) < document.index(number)
    first, second = (address, number) if address_first else (number, address)
    before, _, rest = document.partition(first)
    between, _, after = rest.partition(second)
    return Pieces(before, between, after, address_first)
