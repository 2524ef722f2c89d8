"""What an app proves itself with, and why it is not taken. Pure."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass


class NotProven(ValueError):
    """The text says for developers why: an app's maker has nothing else to go by."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What an app sent. `key_id` is empty where a kind has none.

    `challenge` is the text that the server gave out for this session: its form and age are checked already.
    """

    kind: str
    statement: str
    key_id: str
    challenge: str


def decode_text(text: str, what: str) -> bytes:
    """Return the bytes of base64 or base64url, with or without its end. Raises: NotProven."""
    plain = text.replace("+", "-").replace("/", "_").rstrip("=")
    try:
        decoded = urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except (NotBase64, ValueError):
        raise NotProven(f"{what} is no base64.") from None
    if not decoded:
        raise NotProven(f"{what} is empty.")
    return decoded
