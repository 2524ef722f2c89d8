"""The telephones that write: told apart by a keyed hash, sealed while an answer may follow, and bounded."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from coordination.prevention.tip_texts.models import TakenText, TextWriter
from coordination.prevention.tips.models import Tip
from coordination.sign_in.sealed import SealedUnreadable, seal_secret, unseal_secret

NUMBER, WORDS = "tip-text-number", "tip-text-words"
WINDOW = timedelta(minutes=10)
# A long text comes in parts. What comes beyond is dropped; the first of it is answered.
MOST_IN_WINDOW = 12
# Of all numbers together: numbers can be forged by the thousand.
MOST_OF_SERVER = 1500
# Words that came before a code wait so long for it, and until the next sweep.
HELD = timedelta(hours=1)


def hash_of(kind: str, text: str) -> str:
    """Return a keyed hash: who knows a number, or has the carrier's list, finds nothing by it without the key."""
    return salted_hmac(f"tip-text-{kind}", text, algorithm="sha256").hexdigest()


def was_taken(carrier_id: str) -> bool:
    """Tell whether the carrier delivered this message before."""
    return TakenText.objects.filter(carrier_hash=hash_of("message", carrier_id)).exists()


def note_taken(carrier_id: str, at: datetime) -> None:
    """Write down that a message was taken."""
    TakenText.objects.get_or_create(carrier_hash=hash_of("message", carrier_id), defaults={"at": at})


def writer_of(number: str, at: datetime, language: str) -> TextWriter:
    """Return the row of a telephone, one text more in its window. Durable."""
    with transaction.atomic(durable=True):
        made = {"language": language, "window_at": at, "last_at": at}
        row, _is_new = TextWriter.objects.get_or_create(number_hash=hash_of("number", number), defaults=made)
        row = TextWriter.objects.select_for_update().get(pk=row.pk)
        if at - row.window_at >= WINDOW:
            row.window_at, row.in_window = at, 0
        row.in_window, row.last_at = min(row.in_window + 1, MOST_IN_WINDOW + 2), at
        row.save(update_fields=["window_at", "in_window", "last_at"])
    return row


def is_server_flooded(at: datetime) -> bool:
    """Tell whether more texts came within ten minutes than a district writes."""
    return TakenText.objects.filter(at__gt=at - WINDOW).count() >= MOST_OF_SERVER


def keep_number(row: TextWriter, number: str, tip: Tip, at: datetime) -> None:
    """Seal the number beside the tip that its owner gave, so that the team can answer; not of who said STOP."""
    row.desk_id, row.tip, row.held_sealed, row.sent_through = tip.desk_id, tip, "", 0
    row.number_sealed = "" if row.is_stopped else seal_secret(NUMBER, number.encode(), as_of=at)
    row.save(update_fields=["desk", "tip", "held_sealed", "sent_through", "number_sealed", "language"])


def hold_words(row: TextWriter, words: str, at: datetime) -> None:
    """Seal words that came without a code until the code comes."""
    row.held_sealed = seal_secret(WORDS, words.encode(), as_of=at) if words else ""
    row.desk, row.tip = None, None
    row.save(update_fields=["held_sealed", "desk", "tip", "language"])


def held_words(row: TextWriter) -> str:
    """Return words that wait for a code."""
    if not row.held_sealed:
        return ""
    try:
        return unseal_secret(WORDS, row.held_sealed).decode()
    except SealedUnreadable:
        return ""


def number_of(row: TextWriter) -> str:
    """Return the number of a telephone that may be answered; empty where it is deleted."""
    if not row.number_sealed or row.is_stopped:
        return ""
    try:
        return unseal_secret(NUMBER, row.number_sealed).decode()
    except SealedUnreadable:
        return ""


def forget_number(row: TextWriter) -> None:
    """Delete the number, and with it the way to its owner. In the caller's transaction."""
    row.number_sealed = row.held_sealed = ""
    row.save(update_fields=["number_sealed", "held_sealed", "is_stopped"])
    if row.tip_id is not None:
        Tip.objects.filter(pk=row.tip_id, by_text=True).update(has_reporter=False)
