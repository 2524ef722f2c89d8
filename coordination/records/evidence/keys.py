"""The key of this installation that signs heads of logs, made when it is first needed, in the database, encrypted."""

import logging
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from coordination.records.models import RecordKey
from coordination.sign_in.sealed import can_unseal, seal_secret, unseal_secret

logger = logging.getLogger(__name__)
PURPOSE = "coordination.records.evidence"
ONE = 1


def record_key(at: datetime) -> tuple[Ed25519PrivateKey, str]:
    """Return the key and its public half (hex). Two processes may make it at once: the first one wins.

    A key that the server's secret key no longer opens stays, for what it has signed, and a new one is made.
    """
    rows = list(RecordKey.objects.order_by("-pk"))
    row = next((one for one in rows if can_unseal(PURPOSE, one.sealed)), None)
    if row is None:
        if rows:
            logger.warning("the key that signs heads cannot be read with this secret key; a new one is made")
        row = _make_key(rows[0].pk + 1 if rows else ONE, at)
    return Ed25519PrivateKey.from_private_bytes(unseal_secret(PURPOSE, row.sealed)), row.public_key


def record_keys(at: datetime) -> list[str]:
    """Return the public halves of all keys that ever signed heads here, the one that signs now first."""
    _key, public = record_key(at)
    return [public, *RecordKey.objects.exclude(public_key=public).order_by("-pk").values_list("public_key", flat=True)]


def _make_key(pk: int, at: datetime) -> RecordKey:
    made = Ed25519PrivateKey.generate()
    raw = made.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    with transaction.atomic():
        row, _is_new = RecordKey.objects.get_or_create(
            pk=pk, defaults={"public_key": public_hex(made), "sealed": seal_secret(PURPOSE, raw), "made_at": at}
        )
    return row


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return what others check signatures with."""
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
