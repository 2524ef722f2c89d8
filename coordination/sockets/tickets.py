"""Give out and redeem one-time tickets for sockets: never a session token in a URL."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from coordination.errors import BadTicket
from coordination.models import User
from coordination.room.people.sign_ins import SignIn, began_with
from coordination.sockets.models import SocketTicket
from mou.access.epoch import EPOCH_SQL

TICKET_TTL_S = 30
# Used and expired tickets are kept this long, so that a replay is refused as known and the table stays small.
KEEP_S = 3600
LANGUAGE_SQL = f"(SELECT language FROM {User._meta.db_table} WHERE id = user_id)"  # noqa: S608, SLF001 - as below
PASSWORD_SQL = f"(SELECT password FROM {User._meta.db_table} WHERE id = user_id)"  # noqa: S608, SLF001 - Django's way


def issue_ticket(
    *, user_id: int, session_key: str, auth_hash: str, at: datetime, locks_at: datetime | None = None
) -> tuple[str, datetime]:
    """Return a new ticket and when it expires; only its hash is kept.

    Args:
        at: by the database's clock: another server may redeem it, whose own clock is not this one's.
        auth_hash: as the session holds it, not as the person's password gives it now: that may just have changed.
        locks_at: when the session locks; its tickets are refused after that.
    """
    token = secrets.token_urlsafe(32)
    expires_at = at + timedelta(seconds=TICKET_TTL_S)
    if locks_at is not None:
        expires_at = min(expires_at, locks_at)
    with transaction.atomic(durable=True):
        SocketTicket.objects.filter(expires_at__lt=at - timedelta(seconds=KEEP_S)).delete()
        SocketTicket.objects.create(
            token_sha256=_hash_token(token),
            user_id=user_id,
            session_key=session_key,
            auth_hash=auth_hash,
            created_at=at,
            expires_at=expires_at,
        )
    return token, expires_at


def redeem_tickets(*, tokens: Sequence[str], at: datetime | Now) -> list[SignIn | BadTicket]:
    """Use tickets up and return whom each lets in, in order; of two sockets with one ticket, one gets in.

    One transaction with one statement, however many. Locks the tickets' rows. BadTicket: unknown, used, expired, its
    session has ended, or the password has changed since it was asked for. `at` is by the database's clock: Now().
    """
    hashes = [_hash_token(token) for token in tokens]
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    fresh = SocketTicket.objects.filter(
        Exists(session), token_sha256__in=hashes, expires_at__gt=at, used_at__isnull=True, user__is_active=True
    )
    with transaction.atomic(durable=True):
        found = _use_up(fresh)
    # Taken out: of two sockets with one ticket, the second finds nothing.
    return [found.pop(one) if one in found else BadTicket() for one in hashes]


def _use_up(fresh: QuerySet[SocketTicket]) -> dict[str, SignIn]:
    """Mark tickets as used and return whom each lets in, by its hash: the read is part of the write."""
    # In one order everywhere: two processes must not wait for each other's tickets in a ring.
    held = fresh.order_by("pk").select_for_update(of=("self",)).values("pk")
    which, values = held.query.sql_with_params()
    table = fresh.query.get_meta().db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET used_at = CURRENT_TIMESTAMP WHERE token_sha256 IN ({which})"  # noqa: S608 - no value stands in it
            f" RETURNING token_sha256, {PASSWORD_SQL}, user_id, session_key, auth_hash, {EPOCH_SQL}, {LANGUAGE_SQL}",
            values,
        )
        rows = [(token, User(password=password), SignIn(*held)) for token, password, *held in cursor.fetchall()]
    return {token: sign_in for token, user, sign_in in rows if began_with(sign_in.auth_hash, user)}


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
