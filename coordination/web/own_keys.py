"""The key files of this installation: which of them do not read. What they sign waits, and everything else goes on."""

import logging
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key
from django.conf import settings
from django.utils import timezone

from mapping.errors import PackKeyUnreadable
from mapping.exports.packs.key import pack_key_at
from mou.errors import SealKeyUnreadable
from mou.papers.sealed_copies import seal_key
from push.errors import WebPushKeyUnreadable
from push.transports.webpush.vapid import private_key_at

logger = logging.getLogger(__name__)
type KeyOfFile = EllipticCurvePrivateKey | Ed25519PrivateKey | RSAPrivateKey


def unreadable_keys() -> list[str]:
    """Return the names of key files that are there and cannot be used. One that is not there is made when needed."""
    return [name for name, half in public_halves().items() if half is None]


def public_halves() -> dict[str, bytes | None]:
    """Return the public half (DER) of each key file that is there; None: it cannot be used."""
    reads: dict[Path, Callable[[Path], KeyOfFile]] = {
        settings.PUSH_VAPID_KEY_FILE: private_key_at,
        settings.MOU_SIGNING_KEY_FILE: _read_seal_key,
        settings.PACK_KEY_FILE: pack_key_at,
    }
    return {path.name: _public_half(path, read) for path, read in reads.items() if path.exists()}


def warn_of_unreadable_keys() -> None:
    """Log which key files cannot be used."""
    names = unreadable_keys()
    if names:
        logger.error("these keys do not read, and what they sign waits: %s", ", ".join(names))


def _read_seal_key(_path: Path) -> KeyOfFile:
    key = load_der_private_key(seal_key(timezone.now()).key_der, password=None)
    assert isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey)
    return key


def _public_half(path: Path, read: Callable[[Path], KeyOfFile]) -> bytes | None:
    try:
        key = read(path)
    except (WebPushKeyUnreadable, SealKeyUnreadable, PackKeyUnreadable):
        return None
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
