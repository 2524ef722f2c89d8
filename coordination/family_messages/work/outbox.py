"""Send what is due to guardians: claimed with a lease, sent outside transactions, settled after the try."""

import smtplib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Model, QuerySet

from coordination.family_messages.models import FamilyAddress, FamilyDelivery, FamilyStatusPage
from coordination.family_messages.vocabulary import DeliveryFault, DeliveryState, FamilyWay
from coordination.family_messages.work.guardians import address_of, digest_of_address
from coordination.family_messages.work.stopping import address_row, is_stopped
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import text_in
from push.provider_words import smtp_words
from push.transports.configured import sms_provider
from push.transports.outbound import OutboundFailed, OutboundRefused

F_, D = DeliveryFault, DeliveryState
# Of each way: so many lines, and so many in a turn. A carrier takes some tens in a second.
LINES, MOST_AT_ONCE = 8, 80
LEASE = timedelta(minutes=5)
# Two turns of a silent provider are over within the lease: ten mails of each line, 15 s each.
WAITS_S = (15, 30, 60, 120, 300)
PERMANENT = range(500, 600)  # RFC 5321
TOO_MANY, SERVER_FAULT = 429, 500
EVERY_S = 2.0
STOP_BY_TEXT = _("Reply STOP to get no more.")
STOP_BY_MAIL = _("To get no more of these mails, type the code {code} at {address}")
STATUS_AT = _("What families were told, in all languages: {address}")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it goes out. Without `to` it does not."""

    row: FamilyDelivery
    to: str
    subject: str
    body: str
    fault: DeliveryFault | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try ended: without a fault it went out. `is_over`: it is not tried again."""

    fault: DeliveryFault | None = None
    is_over: bool = True


def signs_of_family_mail(at: datetime) -> Sequence[QuerySet[Model]]:
    """Return what makes mail to guardians due."""
    return [FamilyDelivery.objects.filter(way=FamilyWay.MAIL.value, next_try_at__lte=at)]


def signs_of_family_texts(at: datetime) -> Sequence[QuerySet[Model]]:
    """Return what makes text messages to guardians due."""
    return [FamilyDelivery.objects.filter(way=FamilyWay.TEXT.value, next_try_at__lte=at)]


def send_family_mail(at: datetime) -> float:
    """Send the mail that is due, a turn at a time; return how many seconds it may rest."""
    return send_due(FamilyWay.MAIL, at)


def send_family_texts(at: datetime) -> float:
    """Send the text messages that are due, a turn at a time; return how many seconds it may rest."""
    return send_due(FamilyWay.TEXT, at)


def send_due(way: FamilyWay, at: datetime) -> float:
    """Send a turn of one way. Calls the network outside transactions, by a few lines at once."""
    token = uuid4()
    written = [_write_outgoing(row) for row in _claim_due(way, token, at)]
    with ThreadPoolExecutor(LINES, thread_name_prefix=f"families by {way.value}") as lines:
        # No line touches the database.
        tried = list(lines.map(_try_once, written))
    for one, ended in zip(written, tried, strict=True):
        _settle_row(one.row, token, ended, at)
    is_away = any(one.fault is F_.AWAY for one in tried)
    return 0.0 if len(written) == MOST_AT_ONCE and not is_away else EVERY_S


def _claim_due(way: FamilyWay, token: UUID, at: datetime) -> list[FamilyDelivery]:
    """Take what is due, the oldest first, in a durable transaction. Of two servers one gets each row."""
    with transaction.atomic(durable=True):
        due = FamilyDelivery.objects.filter(way=way.value, next_try_at__lte=at).order_by("next_try_at", "id")
        ids = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("id", flat=True)[:MOST_AT_ONCE])
        FamilyDelivery.objects.filter(id__in=ids).update(
            lease_token=token, next_try_at=at + LEASE, tries=F("tries") + 1
        )
    return list(FamilyDelivery.objects.filter(lease_token=token).select_related("message", "school").order_by("id"))


# --- words ------------------------------------------------------------------------------------------------------------
def _write_outgoing(row: FamilyDelivery) -> Outgoing:
    """Write it as it goes out, to where the roster says now; not at all to who has said stop meanwhile."""
    way = FamilyWay(row.way)
    to = address_of(row.guardian_id, way)
    if not to:
        return Outgoing(row, "", "", "", F_.NO_ADDRESS)
    kept = address_row(way, digest_of_address(way, to))
    if is_stopped(way, to):
        return Outgoing(row, "", "", "", F_.STOPPED)
    language = row.language
    kind = FamilyMessageKind(row.message.kind)
    text = row.message.texts[language]
    if way is FamilyWay.TEXT:
        return Outgoing(row, to, "", text_as_sent(text, language))
    subject = f"{row.school.name}: {kind.label_in(language)}"
    return Outgoing(row, to, subject, mail_as_sent(row, kept, text))


def text_as_sent(text: str, language: str) -> str:
    """Return a text message with how to stop at its end."""
    return f"{text} {text_in(STOP_BY_TEXT, language)}"


def mail_as_sent(row: FamilyDelivery, kept: FamilyAddress, text: str) -> str:
    """Return a mail with the page of the incident, and how to stop: a code to type, never a link that carries it."""
    origin = settings.PUSH_LINK_ORIGIN
    lines = [text, ""]
    page = FamilyStatusPage.objects.filter(room=row.message.room_id).first() if row.message.room_id else None
    if page is not None and origin:
        lines.append(text_in(STATUS_AT, row.language).format(address=f"{origin}/families/{page.code}"))
    if origin:
        stop = text_in(STOP_BY_MAIL, row.language)
        lines.append(stop.format(code=kept.stop_code, address=f"{origin}/families/stop"))
    return "\n".join(lines)


# --- trying -----------------------------------------------------------------------------------------------------------
def _try_once(one: Outgoing) -> Tried:
    if one.fault is not None:
        return Tried(one.fault)
    return _try_text(one) if one.row.way == FamilyWay.TEXT.value else _try_mail(one)


def _try_text(one: Outgoing) -> Tried:
    if not settings.PUSH_SMS_URL:
        return Tried(F_.NOT_CONFIGURED)
    try:
        answer = sms_provider().carry(to=one.to, text=one.body)
    except OutboundRefused:
        return Tried(F_.REFUSED)
    except OutboundFailed:
        return Tried(F_.AWAY, is_over=False)
    if 200 <= answer.status < 300:
        return Tried()
    is_later = answer.status == TOO_MANY or answer.status >= SERVER_FAULT
    return Tried(F_.AWAY, is_over=False) if is_later else Tried(F_.REFUSED)


def _try_mail(one: Outgoing) -> Tried:
    if not settings.HAS_MAIL:
        return Tried(F_.NOT_CONFIGURED)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    # The same for each try, so that a mail program can see what is the same; RFC 3834: nothing answers it by itself.
    headers = {"Message-ID": f"<{one.row.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(one.subject, one.body, to=[one.to], headers=headers).send()
    except (OSError, smtplib.SMTPException) as error:  # an answer of the server, or none
        code, _said = smtp_words(error)
        return Tried(F_.REFUSED) if code in PERMANENT else Tried(F_.AWAY, is_over=False)
    return Tried()


def _settle_row(row: FamilyDelivery, token: UUID, tried: Tried, now: datetime) -> None:
    """Write down how a try ended; `now`: when its turn began.

    A turn whose lease ran out changes nothing: the row is another turn's now.
    """
    next_try = now + timedelta(seconds=WAITS_S[min(row.tries, len(WAITS_S)) - 1])
    is_over = tried.is_over or next_try >= row.expires_at
    state = D.SENT if tried.fault is None else D.FAILED if is_over else D.WAITING
    FamilyDelivery.objects.filter(pk=row.pk, lease_token=token).update(
        state=state.value,
        next_try_at=None if is_over else next_try,
        ended_at=now if is_over else None,
        lease_token=None,
        fault=tried.fault.value if tried.fault is not None else "",
    )
