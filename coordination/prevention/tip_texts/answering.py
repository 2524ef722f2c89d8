"""Send the team's answers to the telephones that gave a tip, and forget the telephones. Calls the carrier."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.prevention.tip_texts import telephones
from coordination.prevention.tip_texts.models import TakenText, TextWriter
from coordination.prevention.tip_texts.taking import is_silent
from coordination.prevention.tips.models import Tip, TipMessage
from mou.foundation.chore_signs import due_while
from push.transports.configured import sms_provider
from push.transports.outbound import OutboundFailed, OutboundRefused
from push.transports.sms import NUMBER_IS_GONE, SmsProvider, code_in

MOST_AT_ONCE = 50
# The carrier refuses this text for good: the next one may go.
UNDELIVERABLE = frozenset({400, 413, 422})
CLAIM = timedelta(minutes=5)
# The reporter may still ask how it ended.
AFTER_END = timedelta(days=7)
AFTER_SILENCE = timedelta(days=30)
WITHOUT_TIP = timedelta(days=1)
TAKEN_KEPT = timedelta(days=2)


@due_while(lambda at: [_waiting_rows(at)])
def send_answers(at: datetime, provider: SmsProvider | None = None) -> int:
    """Send what teams have answered since; return how many texts the carrier took. Durable for each.

    A school that hides is sent nothing before the release.
    """
    if not settings.PUSH_SMS_URL:
        return 0
    carrier = provider or sms_provider()
    rows = _waiting_rows(at).select_related("tip__desk__agency").order_by("last_at", "id")
    return sum(_send_next(row, carrier, at) for row in rows[:MOST_AT_ONCE])


def _waiting_rows(at: datetime) -> QuerySet[TextWriter]:
    said = TipMessage.objects.filter(tip=OuterRef("tip"), author__isnull=False, pk__gt=OuterRef("sent_through"))
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    return TextWriter.objects.filter(Exists(said), free, is_stopped=False).exclude(number_sealed="")


def _send_next(row: TextWriter, carrier: SmsProvider, at: datetime) -> bool:
    """Send the oldest answer that did not go out; tell whether it did."""
    tip, minute = row.tip, at.replace(second=0, microsecond=0)
    if tip is None or is_silent(tip.desk):
        return False
    claimed = TextWriter.objects.filter(pk=row.pk, claimed_until=row.claimed_until, sent_through=row.sent_through)
    if not claimed.update(claimed_until=minute + CLAIM):
        return False
    message = tip.messages.filter(author__isnull=False, pk__gt=row.sent_through).order_by("id").first()
    number = telephones.number_of(row)
    if message is None or not number:
        return False
    with override(row.language):
        said = _("%(school)s answers: %(words)s") % {"school": tip.desk.agency.name, "words": message.text}
    try:
        answer = carrier.carry(to=number, text=said)
    except (OutboundFailed, OutboundRefused):
        return False
    if code_in(answer.body) in NUMBER_IS_GONE:
        with transaction.atomic(durable=True):
            telephones.forget_number(row)
        return False
    if not 200 <= answer.status < 300 and answer.status not in UNDELIVERABLE:
        # The claim ends in some minutes, and the answer is tried again.
        return False
    TextWriter.objects.filter(pk=row.pk).update(sent_through=message.pk, claimed_until=None)
    return answer.status not in UNDELIVERABLE


def forget_telephones(at: datetime) -> int:
    """Delete telephones that no answer follows to any more, and what was taken two days ago; return how many."""
    # No hold is asked: a number is no part of the tip, which the desk's own rule retains.
    TakenText.objects.filter(at__lt=at - TAKEN_KEPT).delete()
    TextWriter.objects.filter(last_at__lt=at - telephones.HELD).exclude(held_sealed="").update(held_sealed="")
    over = (
        Q(tip__ended_at__lt=at - AFTER_END, last_at__lt=at - WITHOUT_TIP)
        | Q(last_at__lt=at - AFTER_SILENCE)
        | Q(tip__isnull=True, is_stopped=False, last_at__lt=at - WITHOUT_TIP)
    )
    rows = TextWriter.objects.filter(over)
    with transaction.atomic(durable=True):
        tips = list(rows.filter(tip__isnull=False).values_list("tip_id", flat=True))
        Tip.objects.filter(pk__in=tips, by_text=True).update(has_reporter=False)
        return rows.delete()[0]
