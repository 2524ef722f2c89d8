"""Give out and redeem one-time tickets for sockets: never a session token in a URL."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

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


def redeem_ticket(*, token: str, at: datetime) -> Admitted:
    """Use a ticket up. The conditional update decides: of two sockets with one ticket, one gets in.

    Raises: BadTicket: unknown, used, expired, or its session has ended.
    """
    with transaction.atomic(durable=True):
        ticket = SocketTicket.objects.filter(token_sha256=_hashed(token), expires_at__gt=at, user__is_active=True)
        if ticket.filter(used_at__isnull=True).update(used_at=at) != 1:
            raise BadTicket
        used = ticket.get()
        if not Session.objects.filter(session_key=used.session_key, expire_date__gt=at).exists():
            raise BadTicket
        return Admitted(user_id=used.user_id, session_key=used.session_key)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
