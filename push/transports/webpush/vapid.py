"""The key by which push services of browsers know this installation (RFC 8292)."""

import base64
import os
from pathlib import Path
from threading import get_native_id

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from push.errors import WebPushKeyUnreadable


def private_key_at(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return the key of a PEM file; one that does not exist yet is made, readable by us alone. Writes to the disk.

    Raises: WebPushKeyUnreadable: the file holds something else; it stays as it is.
    """
    try:
        if not path.exists():
            _write_key(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise WebPushKeyUnreadable(path.name) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise WebPushKeyUnreadable(path.name)
    return key


def public_key(key: ec.EllipticCurvePrivateKey) -> str:
    """Return what a browser needs as applicationServerKey."""
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def _write_key(path: Path) -> None:
    """Write a new key. Two processes or threads may need it at once: the file appears whole, and the first one wins."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_native_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        # Before it has its name: a machine that loses its power has the whole key afterwards, or none.
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
