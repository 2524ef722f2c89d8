"""Whose statements about apps this server can check: files that the operator names in the environment."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.core.exceptions import ImproperlyConfigured

from coordination.sign_in.own_apps.play_integrity import PlayKeys

AES_BYTES = 32


@cache
def roots_in(file: str) -> tuple[Certificate, ...]:
    """Return the roots of App Attest in a PEM file, read once; none without a file. Raises: ImproperlyConfigured."""
    if not file:
        return ()
    try:
        return tuple(load_pem_x509_certificates(Path(file).read_bytes()))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"MUSTERPOINT_APP_ATTEST_ROOTS must name a PEM file with Apple's root: {error}"
        ) from error


@cache
def play_keys_in(file: str) -> dict[str, PlayKeys]:
    """Return the keys by package in a JSON file, read once; none if no file is named. Raises: ImproperlyConfigured."""
    if not file:
        return {}
    try:
        by_package = json.loads(Path(file).read_bytes())
        return {package: _read_keys(**said) for package, said in by_package.items()}
    except (OSError, ValueError, TypeError, AttributeError, NotBase64) as error:
        raise ImproperlyConfigured(
            "MUSTERPOINT_PLAY_INTEGRITY_KEYS must name a JSON file like"
            f' {{"org.example.app": {{"decryption_key": "…", "verification_key": "…"}}}}: {error}'
        ) from error


def _read_keys(*, decryption_key: str, verification_key: str) -> PlayKeys:
    """Read both keys as the Play Console shows them: base64, of AES and of a public key on P-256."""
    secret = b64decode(decryption_key, validate=True)
    public = load_der_public_key(b64decode(verification_key, validate=True))
    if len(secret) != AES_BYTES or not isinstance(public, EllipticCurvePublicKey):
        raise ValueError("decryption_key is of AES-256, and verification_key a public key of an elliptic curve.")
    return PlayKeys(secret, public)
