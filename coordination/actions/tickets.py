"""Give out and redeem one-time tickets for sockets: never a session token in a URL."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from coordination.errors import BadTicket
from coordination.models import SocketTicket

TICKET_TTL_S = 30
# Used and expired tickets are kept this long, so that a replay is refused as known and the table stays small.
KEEP_S = 3600


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom a redeemed ticket lets in."""

    user_id: int
    session_key: str


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

    One transaction with one read and one write, however many. Locks the tickets' rows. BadTicket: unknown, used,
    expired, or its session has ended.
    """
    hashes = [_hashed(token) for token in tokens]
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    with transaction.atomic(durable=True):
        fresh = SocketTicket.objects.filter(
            Exists(session), token_sha256__in=hashes, expires_at__gt=at, used_at__isnull=True, user__is_active=True
        )
        # In one order everywhere: two processes must not wait for each other's tickets in a ring.
        found = {row.token_sha256: row for row in fresh.order_by("pk").select_for_update(of=("self",))}
        SocketTicket.objects.filter(pk__in=found).update(used_at=at)
    answers: list[Admitted | BadTicket] = []
    for token_sha256 in hashes:
        row = found.pop(token_sha256, None)
        answers.append(Admitted(row.user_id, row.session_key) if row is not None else BadTicket())
    return answers


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
