"""Sign how far logs are, when an incident closes and once a day while it is open, and mail it to its agencies.

A log whose end was cut off still looks whole; the signed heads that others hold prove that it was longer.
"""

import json
import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from coordination.records.evidence.keys import public_hex, record_key
from coordination.records.models import HeadDelivery, SignedHead
from coordination.room.entry.chain import canonical_text
from coordination.room.models import Participant, Room
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus
from mou.access.fetch import members_who_count
from mou.agreements.chores import begin_chore, end_chore
from mou.models import Agency
from mou.vocabulary import MemberRole
from push.transports.email import smtp_at

logger = logging.getLogger(__name__)
CHORE = "signed_heads"
EVERY = timedelta(days=1)
# A mail that was refused for so long is given up; the next head is mailed again.
TRIED_FOR = timedelta(days=7)
OPEN = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class HeadText:
    """A signed head as it travels: one line of JSON."""

    statement: str
    signature: str
    key: str

    def line(self) -> str:
        """Return it as one line, with the statement as it was signed inside."""
        told = {"musterpoint_head": json.loads(self.statement), "signature": self.signature, "key": self.key}
        return json.dumps(told, separators=(",", ":"))


def sign_and_mail(at: datetime) -> int:
    """Sign what is due and mail what was not mailed; return how many heads were signed.

    Sends mail. One process at a time. Raises: OSError: no mail goes out; it is due again.
    """
    due, waiting = list(rooms_due(at)), list(heads_to_mail(at))
    if not due and not waiting:
        return 0
    if not begin_chore(name=CHORE, at=at, is_asked_for=True):
        return 0
    try:
        signed = sum(sign_head(room, at) is not None for room in due)
        for head in heads_to_mail(at):
            mail_head(head, at)
    finally:
        end_chore(name=CHORE, at=at)
    return signed


def rooms_due(at: datetime) -> QuerySet[Room]:
    """Return rooms that have entries beyond their newest signed head: closed ones, and open ones once a day."""
    newest = SignedHead.objects.filter(room=OuterRef("pk")).order_by("-seq")
    rooms = Room.objects.select_related("incident").annotate(
        signed_seq=Coalesce(Subquery(newest.values("seq")[:1]), 0), signed_at=Subquery(newest.values("signed_at")[:1])
    )
    is_open = Q(incident__status__in=OPEN)
    a_day_ago = at - EVERY
    due = ~is_open | Q(signed_at__lte=a_day_ago) | Q(signed_at__isnull=True, incident__opened_at__lte=a_day_ago)
    return rooms.filter(due, head_seq__gt=F("signed_seq"))


def signed_text(room: Room, at: datetime) -> HeadText:
    """Return the head of a room, signed."""
    key, _public = record_key(at)
    told: JsonObject = {
        "at": time_text(at),
        "hash": room.head_hash,
        "incident_id": str(room.incident_id),
        "is_exercise": room.incident.is_exercise,
        "room_id": str(room.pk),
        "seq": room.head_seq,
    }
    return head_signed_by(key, told)


def head_signed_by(key: Ed25519PrivateKey, told: JsonObject) -> HeadText:
    """Return what is told of a head, signed by a key. Pure."""
    statement = canonical_text(told)
    return HeadText(statement, key.sign(statement.encode()).hex(), public_hex(key))


def sign_head(room: Room, at: datetime) -> SignedHead | None:
    """Sign a room's head and keep it, in a durable transaction; None where another process has done so."""
    made = signed_text(room, at)
    try:
        with transaction.atomic(durable=True):
            return SignedHead.objects.create(
                room=room,
                seq=room.head_seq,
                statement=made.statement,
                signature=made.signature,
                public_key=made.key,
                signed_at=at,
            )
    except IntegrityError:
        return None  # another process was quicker


def text_of(head: SignedHead) -> HeadText:
    """Return a head as it travels."""
    return HeadText(head.statement, head.signature, head.public_key)


def agencies_of(room: Room) -> QuerySet[Agency]:
    """Return the agencies of everybody who is or was in a room, and the district of its site."""
    there = Participant.objects.filter(room=room).values("agency_id")
    return Agency.objects.filter(Q(pk__in=there) | Q(pk=room.incident.site.district_id)).order_by("pk")


def heads_to_mail(at: datetime) -> Iterable[SignedHead]:
    """Return the heads of the last days that not all agencies have been mailed. Nothing where there is no mail."""
    if not settings.HAS_MAIL:
        return []
    recent = recent_heads(at).select_related("room__incident__site")
    return [head for head in recent.order_by("pk") if _agencies_waiting(head)]


def recent_heads(at: datetime) -> QuerySet[SignedHead]:
    """Return the heads that are recent enough to be mailed to agencies that have not got them."""
    return SignedHead.objects.filter(signed_at__gt=at - TRIED_FOR, room__incident__isnull=False)


def _agencies_waiting(head: SignedHead) -> list[Agency]:
    assert head.room is not None, "heads of rooms that are gone are not mailed"
    done = HeadDelivery.objects.filter(head=head).values("agency_id")
    return list(agencies_of(head.room).exclude(pk__in=done))


def mail_head(head: SignedHead, at: datetime) -> None:
    """Mail a head to the administrators of each agency that was not mailed it. Raises: OSError: no mail goes out."""
    for agency in _agencies_waiting(head):
        administrators = members_who_count(at).filter(agency=agency, role=MemberRole.ADMINISTRATOR.value)
        addresses = sorted({one for one in administrators.values_list("user__email", flat=True) if one})
        if addresses and not _send_head(head, addresses):
            continue
        # After the mail: a crash in between mails twice, never not at all.
        with transaction.atomic(durable=True):
            HeadDelivery.objects.get_or_create(
                head=head, agency=agency, defaults={"addresses": len(addresses), "mailed_at": at}
            )


def _send_head(head: SignedHead, addresses: list[str]) -> bool:
    """Send a head; false: the server refused this mail. No names and no words of anybody stand in it."""
    assert head.room is not None, "heads of rooms that are gone are not mailed"
    incident = head.room.incident
    context = {"head": head, "line": text_of(head).line(), "incident": incident, "origin": settings.PUSH_LINK_ORIGIN}
    word = "EXERCISE: " if incident.is_exercise else ""
    message = EmailMessage(
        subject=f"{word}Signed head of incident {str(incident.pk)[-8:]}: #{head.seq}",
        body=render_to_string("records/head_mail.txt", context),
        from_email=settings.PUSH_MAIL_FROM,
        to=[],
        bcc=addresses,
    )
    try:
        smtp_at(settings.PUSH_MAIL_SERVER)().send_messages([message])
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError):
        raise  # not about this mail
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, ValueError) as error:
        logger.warning("a signed head was not mailed (%s)", type(error).__name__)
        return False
    return True
