"""Encrypt secrets for the database with the server's key: whoever reads a copy of the database alone has none."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def cipher_for(purpose: str) -> MultiFernet:
    """Return a cipher of the secret key that is in use now; what older keys wrote is read as well.

    Args:
        purpose: what is sealed for one is not opened for another.
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [Fernet(urlsafe_b64encode(salted_hmac(purpose, "", secret=key, algorithm="sha256").digest())) for key in keys]
    )
