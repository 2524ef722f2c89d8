"""The key that signs offline packs: one of this installation, made when it is first needed."""

import os
from pathlib import Path
from threading import get_native_id

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mapping.errors import PackKeyUnreadable


def pack_key_at(path: Path) -> Ed25519PrivateKey:
    """Return the key of a PEM file; one that does not exist yet is made, readable by us alone. Writes to the disk.

    Raises: PackKeyUnreadable: the file holds something else; it stays as it is.
    """
    try:
        if not path.exists():
            _write_key(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise PackKeyUnreadable from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PackKeyUnreadable
    return key


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return what others check signatures with, as they read it to each other."""
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def _write_key(path: Path) -> None:
    """Write a new key. Two processes or threads may need it at once: the file appears whole, and the first one wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(
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
