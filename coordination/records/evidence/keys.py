"""The key of this installation that signs heads of logs, made when it is first needed, in the database, encrypted."""

from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from coordination.records.models import RecordKey
from coordination.sign_in.sealed import cipher_for

PURPOSE = "coordination.records.evidence"
ONE = 1


def record_key(at: datetime) -> tuple[Ed25519PrivateKey, str]:
    """Return the key and its public half (hex). Two processes may make it at once: the first one wins."""
    row = RecordKey.objects.order_by("pk").first()
    if row is None:
        made = Ed25519PrivateKey.generate()
        raw = made.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        )
        sealed = cipher_for(PURPOSE).encrypt(raw).decode()
        with transaction.atomic():
            row, _made = RecordKey.objects.get_or_create(
                pk=ONE, defaults={"public_key": public_hex(made), "sealed": sealed, "made_at": at}
            )
    key = Ed25519PrivateKey.from_private_bytes(cipher_for(PURPOSE).decrypt(row.sealed))
    return key, row.public_key


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return what others check signatures with."""
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
