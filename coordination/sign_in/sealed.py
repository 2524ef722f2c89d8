"""Encrypt secrets for the database with the server's key: a reader of a copy of the database alone has none.

What a key that is gone has sealed stays shut. That is no fault of a program, and no sign-in or chore may end in one:
the code that opens something says what happens where it does not open.
"""

from base64 import urlsafe_b64encode
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class SealedUnreadable(CoordinationError):
    """It was sealed with a key that this server has no more."""

    code, status = "sealed_unreadable", 503
    title = _("The server's key was changed, and this was sealed with the old one.")


def seal_secret(purpose: str, plain: bytes, *, as_of: datetime | None = None) -> str:
    """Return a secret as the database keeps it: what is sealed for one purpose is not opened for another.

    Anyone can read in it when it was sealed, to the second; `as_of` says another instant.
    """
    cipher = _cipher_for(purpose)
    sealed = cipher.encrypt(plain) if as_of is None else cipher.encrypt_at_time(plain, int(as_of.timestamp()))
    return sealed.decode()


def unseal_secret(purpose: str, sealed: str) -> bytes:
    """Return what was sealed, with the key that is in use now or one before it. Raises: SealedUnreadable."""
    try:
        return _cipher_for(purpose).decrypt(sealed)
    except InvalidToken:
        raise SealedUnreadable from None


def can_unseal(purpose: str, sealed: str) -> bool:
    """Say whether it can be opened."""
    try:
        unseal_secret(purpose, sealed)
    except SealedUnreadable:
        return False
    return True


def sealed_anew(purpose: str, sealed: str) -> str:
    """Return the same secret, sealed with the key that is in use now. Raises: SealedUnreadable."""
    return seal_secret(purpose, unseal_secret(purpose, sealed))


def _cipher_for(purpose: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [Fernet(urlsafe_b64encode(salted_hmac(purpose, "", secret=key, algorithm="sha256").digest())) for key in keys]
    )
