"""The code of a card: derived from the server's key, so that it can be printed again; only a keyed hash is stored."""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from coordination.building_today.models import DayCard

# 80 bits: no one guesses it. Without the letters and digits that look alike.
CODE_BYTES, GROUP = 10, 4
SALT = "coordination.building_today.cards"


def code_of(card: DayCard) -> str:
    """Return the code of a card, in groups of four. Of a key that the server has changed since, the old one's."""
    keys = [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    codes = [_derive_code(key, card.pk, card.number) for key in keys]
    found = next(
        (one for key, one in zip(keys, codes, strict=True) if _hash_with(key, one) == card.code_hash), codes[0]
    )
    return "-".join(found[at : at + GROUP] for at in range(0, len(found), GROUP))


def new_code_hash(card_id: UUID, number: int) -> str:
    """Return what is stored of the code that a card has from now on."""
    key = str(settings.SECRET_KEY)
    return _hash_with(key, _derive_code(key, card_id, number))


def hashes_of(code: str) -> list[str]:
    """Return what could be stored of a code that someone typed, or that a QR code brought."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    return [_hash_with(str(key), plain) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def hash_of_key(key: str) -> str:
    """Return what is stored of the key in a phone's cookie: it is random, and needs no key of ours."""
    return hashlib.sha256(key.encode()).hexdigest()


def _derive_code(key: str, card_id: UUID, number: int) -> str:
    digest = hmac.new(key.encode(), f"{SALT}:{card_id}:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:CODE_BYTES]).decode()


def _hash_with(key: str, code: str) -> str:
    return salted_hmac(SALT, code, secret=key, algorithm="sha256").hexdigest()
