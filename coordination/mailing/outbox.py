"""The outbox of mail: planned with what asks for it, claimed with a lease, settled after the try."""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from coordination.mailing.letters import CannotWrite, LetterAsked, Written, letter_writers
from coordination.mailing.models import OutgoingMail
from coordination.mailing.vocabulary import MailFault, MailKind, MailState
from coordination.planning_bell import ring_on_commit
from push.provider_words import clean_words, smtp_words

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 20
LEASE = timedelta(minutes=5)
# More than the deadline of a mail: what is begun ends within the lease, also where a server is slow with each letter.
TAKES_AT_MOST = timedelta(seconds=30)
WAITS_S = (30, 60, 120, 300, 900)
PERMANENT = range(500, 600)  # RFC 5321: a reply of 5yz is not to be tried again
RETAINED = timedelta(days=90)
EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Tried:
    """How one try ended. `fault` none: it went out, or was not needed. `is_over`: it is not tried again."""

    state: MailState
    fault: MailFault | None = None
    said: str = ""
    is_over: bool = True


def plan_mail(
    *,
    kind: MailKind,
    people: Iterable[tuple[str, int]],
    at: datetime,
    lasts: timedelta,
    origin: str = "",
    agency_id: UUID | None = None,
    asked_by_id: int | None = None,
    batch: UUID | None = None,
) -> None:
    """Plan a letter for each key and person, in the caller's transaction. A key that is there stays as it is."""
    rows = [
        OutgoingMail(
            kind=kind.value,
            key=key,
            user_id=user_id,
            agency_id=agency_id,
            asked_by_id=asked_by_id,
            batch=batch,
            origin=settings.PUSH_LINK_ORIGIN or origin,
            made_at=at,
            expires_at=at + lasts,
            next_try_at=at,
        )
        for key, user_id in people
    ]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    ring_on_commit()


def signs_of_mail(at: datetime) -> Sequence[QuerySet[Model]]:
    """Return what makes something due."""
    return [OutgoingMail.objects.filter(next_try_at__lte=at)]


def send_due_mail(at: datetime) -> float:
    """Send what is due, a turn at a time; return how many seconds it may rest. Calls the network outside transactions.

    Where the mail server is away, the rest of the turn waits as long as the letter that met it.
    """
    token = uuid4()
    rows = _claim_due(token, at)
    is_away = False
    for row in rows:
        if not _has_time_for(row, token):
            continue
        if is_away:
            _settle_letter(row, token, Tried(MailState.WAITING, MailFault.AWAY, is_over=False), timezone.now())
            continue
        tried = _try_letter(row)
        _settle_letter(row, token, tried, timezone.now())
        is_away = tried.fault in (MailFault.AWAY, MailFault.NOT_SIGNED_IN)
    return 0.0 if len(rows) == MOST_AT_ONCE and not is_away else EVERY_S


def send_again(rows: QuerySet[OutgoingMail], *, at: datetime, lasts: timedelta) -> int:
    """Plan those of these letters anew that could not be sent; return how many. In the caller's transaction."""
    ring_on_commit()
    return rows.filter(state=MailState.FAILED.value).update(
        state=MailState.WAITING.value,
        next_try_at=at,
        expires_at=at + lasts,
        ended_at=None,
        tries=0,
        fault="",
        said="",
    )


def forget_old_mail(at: datetime) -> None:
    """Delete what became of letters of long ago."""
    # No hold is asked: a row says that there was a mail, and nothing of what it said.
    OutgoingMail.objects.filter(ended_at__lt=at - RETAINED).delete()


def _claim_due(token: UUID, at: datetime) -> list[OutgoingMail]:
    """Take what is due, the oldest first, in a durable transaction. Locks the rows; of two servers one gets each."""
    with transaction.atomic(durable=True):
        due = OutgoingMail.objects.filter(next_try_at__lte=at).order_by("next_try_at", "id")
        ids = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("id", flat=True)[:MOST_AT_ONCE])
        OutgoingMail.objects.filter(id__in=ids).update(lease_token=token, next_try_at=at + LEASE, tries=F("tries") + 1)
    return list(OutgoingMail.objects.filter(lease_token=token).order_by("id"))


def _has_time_for(row: OutgoingMail, token: UUID) -> bool:
    """Say whether a letter is this turn's for as long as it may take; if not, another turn sends it."""
    until = timezone.now() + TAKES_AT_MOST
    return OutgoingMail.objects.filter(pk=row.pk, lease_token=token, next_try_at__gt=until).exists()


def _try_letter(row: OutgoingMail) -> Tried:
    asked = LetterAsked(row.pk, row.user_id, row.agency_id, row.asked_by_id, row.origin, row.made_at)
    if not settings.HAS_MAIL:
        return Tried(MailState.FAILED, MailFault.NO_MAIL)
    written = None
    try:
        written = letter_writers()[MailKind(row.kind)](asked, timezone.now())
        if written is None:
            return Tried(MailState.DROPPED)
        _hand_over(row, written)
    except CannotWrite as error:
        return Tried(MailState.FAILED, error.fault)
    except (OSError, smtplib.SMTPException) as error:
        return _fault_of(error, address=written.to if written is not None else "")
    except Exception:
        # A letter that cannot be written must not keep all others from going out.
        logger.exception("a letter of kind %s met a fault of our own", row.kind)
        return Tried(MailState.FAILED, MailFault.OWN_FAULT)
    written.note_sent()
    return Tried(MailState.SENT)


def _hand_over(row: OutgoingMail, written: Written) -> None:
    # The same for each try, so that a mail program can see what is the same.
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    # RFC 3834: nothing that answers mail by itself answers this one.
    headers = {"Message-ID": f"<{row.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(written.subject, written.body, to=[written.to], headers=headers).send()


def _fault_of(error: Exception, *, address: str) -> Tried:
    code, said = smtp_words(error)
    said = clean_words(said, address=address)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Tried(MailState.WAITING, MailFault.NOT_SIGNED_IN, said, is_over=False)
    if code in PERMANENT:
        return Tried(MailState.FAILED, MailFault.REFUSED, said)
    if code:
        return Tried(MailState.WAITING, MailFault.REFUSED, said, is_over=False)
    return Tried(MailState.WAITING, MailFault.AWAY, said, is_over=False)


def _settle_letter(row: OutgoingMail, token: UUID, tried: Tried, now: datetime) -> None:
    """Write down how a try ended. A turn whose lease ran out changes nothing: the letter is another turn's now."""
    next_try = now + timedelta(seconds=WAITS_S[min(row.tries, len(WAITS_S)) - 1])
    is_over = tried.is_over or next_try >= row.expires_at
    state = MailState.FAILED if is_over and tried.state is MailState.WAITING else tried.state
    OutgoingMail.objects.filter(pk=row.pk, lease_token=token).update(
        state=state.value,
        next_try_at=None if is_over else next_try,
        tried_at=now,
        ended_at=now if is_over else None,
        lease_token=None,
        fault=tried.fault.value if tried.fault is not None else "",
        said=tried.said,
    )
