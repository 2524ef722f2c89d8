"""Give out and redeem one-time tickets for sockets: never a session token in a URL."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from coordination.errors import BadTicket
from coordination.models import SocketTicket
from mou.queries.epoch import EPOCH_SQL

TICKET_TTL_S = 30
# Used and expired tickets are kept this long, so that a replay is refused as known and the table stays small.
KEEP_S = 3600


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom a redeemed ticket lets in, and at which access epoch the session was alive."""

    user_id: int
    session_key: str
    epoch: int


def issue_ticket(*, user_id: int, session_key: str, at: datetime) -> tuple[str, datetime]:
    """Return a new ticket and when it expires; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    expires_at = at + timedelta(seconds=TICKET_TTL_S)
    with transaction.atomic(durable=True):
        SocketTicket.objects.filter(expires_at__lt=at - timedelta(seconds=KEEP_S)).delete()
        SocketTicket.objects.create(
            token_sha256=_hashed(token), user_id=user_id, session_key=session_key, created_at=at, expires_at=expires_at
        )
    return token, expires_at


def redeem_tickets(*, tokens: Sequence[str], at: datetime) -> list[Admitted | BadTicket]:
    """Use tickets up and return whom each lets in, in order; of two sockets with one ticket, one gets in.

    One transaction with one statement, however many. Locks the tickets' rows. BadTicket: unknown, used, expired, or
    its session has ended.
    """
    hashes = [_hashed(token) for token in tokens]
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    fresh = SocketTicket.objects.filter(
        Exists(session), token_sha256__in=hashes, expires_at__gt=at, used_at__isnull=True, user__is_active=True
    )
    with transaction.atomic(durable=True):
        found = _use_up(fresh, at)
    # Taken out: of two sockets with one ticket, the second finds nothing.
    return [found.pop(one) if one in found else BadTicket() for one in hashes]


def _use_up(fresh: QuerySet[SocketTicket], at: datetime) -> dict[str, Admitted]:
    """Mark tickets as used and return whom each lets in, by its hash: the read is part of the write."""
    # In one order everywhere: two processes must not wait for each other's tickets in a ring.
    held = fresh.order_by("pk").select_for_update(of=("self",)).values("pk")
    which, values = held.query.sql_with_params()
    table = fresh.query.get_meta().db_table
    used_at = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET used_at = %s WHERE token_sha256 IN ({which})"  # noqa: S608 - no value stands in it
            f" RETURNING token_sha256, user_id, session_key, {EPOCH_SQL}",
            [used_at, *values],
        )
        return {row[0]: Admitted(*row[1:]) for row in cursor.fetchall()}


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
