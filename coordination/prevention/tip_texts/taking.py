"""A text message becomes a tip, or goes on with one: the same team, clock, alerts and retention as by the page.

A text that begins with a school's code is a tip, of whatever telephone: no room learns of it. Every other text goes
first to the rooms that ask their writer for a report; what is left goes on with the telephone's last tip.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from coordination.incident.accountability.text_messages.text_grammar import asks_to_start, asks_to_stop
from coordination.incident.accountability.text_messages.text_reports import Text
from coordination.incident.response_actions.hiding import is_hiding_at
from coordination.prevention.tip_texts import telephones, words
from coordination.prevention.tip_texts.desks import desk_of_code
from coordination.prevention.tip_texts.models import TextCode, TextWriter
from coordination.prevention.tip_texts.rules import reading
from coordination.prevention.tips.errors import (
    BadTip,
    ReceiptNotKnown,
    TipDeskNotFound,
    TipsFlooded,
    TipTakenAlready,
    TooManyTipMessages,
)
from coordination.prevention.tips.models import Tip, TipDesk
from coordination.prevention.tips.reporting import intake
from coordination.prevention.tips.reporting.codes import hash_of as hash_of_form
from coordination.prevention.tips.rules.given import MOST_CHARS, TipIn, strip_hidden
from mapping.models import Site


@dataclass(frozen=True, slots=True)
class Arrived:
    """A text, as the door of tips reads it. `at` is cut to the minute."""

    text: Text
    words: str
    row: TextWriter
    at: datetime

    @property
    def form(self) -> str:
        """What makes this message one report, however often it is delivered."""
        return telephones.hash_of("form", self.text.carrier_id)


def take_text(text: Text, *, at: datetime, is_last: bool) -> str | None:
    """Take a text as a tip, once; return what is answered, None where it is not a tip's.

    Args:
        is_last: no room takes it.
    """
    if not text.number or not TextCode.objects.exists():
        return None
    coded = reading.read_code(text.words)
    desk = None if coded is None else desk_of_code(coded.code)
    if desk is None and not is_last:
        return None
    at = at.replace(second=0, microsecond=0)
    if telephones.was_taken(text.carrier_id):
        return ""
    row = telephones.writer_of(text.number, at, reading.language_of(text.words))
    row.language = reading.language_of(text.words, row.language)
    if row.in_window > telephones.MOST_IN_WINDOW or telephones.is_server_flooded(at):
        is_first = row.in_window == telephones.MOST_IN_WINDOW + 1 and not row.is_stopped
        is_first = is_first and (row.desk is None or not is_silent(row.desk))
        return _say_to(row, words.too_many_words(), words.danger_words()) if is_first else ""
    said = strip_hidden(text.words if desk is None or coded is None else coded.words)
    with override(row.language):
        answer = _take_arrived(Arrived(text, said, row, at), desk, coded)
    telephones.note_taken(text.carrier_id, at)
    is_refused = row.is_stopped and not asks_to_stop(text.words)
    return "" if is_refused or (row.desk is not None and is_silent(row.desk)) else answer


def _say_to(row: TextWriter, *said: str) -> str:
    with override(row.language):
        return " ".join(one for one in said if one)


def _take_arrived(arrived: Arrived, desk: TipDesk | None, coded: reading.Coded | None) -> str:
    if desk is not None:
        return _take_for_desk(arrived, desk)
    if asks_to_stop(arrived.text.words):
        return _stop_answers(arrived.row)
    if asks_to_start(arrived.text.words):
        return _start_answers(arrived.row)
    if coded is not None and coded.is_one_word and arrived.row.tip_id is None:
        return _join_words(words.unknown_code_words(coded.code), words.danger_words())
    if arrived.row.tip_id is not None:
        return _go_on(arrived, arrived.row.tip_id)
    if arrived.row.desk is not None:
        return _take_for_desk(arrived, arrived.row.desk)
    telephones.hold_words(arrived.row, arrived.words[: MOST_CHARS["text"]], arrived.at)
    return words.ask_code_words()


# --- a tip ------------------------------------------------------------------------------------------------------------
def _take_for_desk(arrived: Arrived, desk: TipDesk) -> str:
    """Make a tip of the words after a code, or of those that came before it; else wait for them."""
    said = arrived.words or telephones.held_words(arrived.row)
    if not said:
        row = arrived.row
        row.desk, row.tip = desk, None
        row.save(update_fields=["desk", "tip", "language"])
        return _join_words(words.ask_words(desk), words.danger_words(), _about_pictures(arrived))
    try:
        tip = _make_tip(arrived, desk, said[: MOST_CHARS["text"]])
    except TipTakenAlready:
        return ""
    except TipDeskNotFound:
        return _join_words(words.closed_words(desk), words.danger_words())
    except TipsFlooded as flooded:
        return _join_words(flooded.sentence_or(""), words.danger_words())
    telephones.keep_number(arrived.row, arrived.text.number, tip, arrived.at)
    return _answer_for(arrived, said, words.received_words(desk), MOST_CHARS["text"])


def _make_tip(arrived: Arrived, desk: TipDesk, said: str) -> Tip:
    given = TipIn(form=arrived.form, category=reading.category_of(said), is_now=reading.is_now(said), text=said)
    intake.take_tip(
        short_address=desk.short_address, given=given, language=arrived.row.language, at=arrived.at, by_text=True
    )
    tip = Tip.objects.select_related("desk").get(form_hash=hash_of_form("form", arrived.form))
    if arrived.row.is_stopped:
        Tip.objects.filter(pk=tip.pk).update(has_reporter=False)
    return tip


def _go_on(arrived: Arrived, tip_id: UUID) -> str:
    """Add a text to the telephone's last tip."""
    if not arrived.words:
        return _about_pictures(arrived)
    try:
        intake.say_more_on(tip_id=tip_id, text=arrived.words[: MOST_CHARS["message"]], at=arrived.at)
    except (TooManyTipMessages, BadTip, ReceiptNotKnown):
        return _join_words(words.too_many_words(), words.danger_words())
    arrived.row.save(update_fields=["language"])
    return _answer_for(arrived, arrived.words, words.added_words(), MOST_CHARS["message"])


def _answer_for(arrived: Arrived, said: str, receipt: str, most: int) -> str:
    """Return a receipt, and first whom to call where the words name danger."""
    return _join_words(
        words.danger_words() if reading.names_danger(said) else "",
        receipt,
        words.cut_words() if len(said) > most else "",
        _about_pictures(arrived),
    )


def is_silent(desk: TipDesk) -> bool:
    """Tell whether people hide at a desk's school: a telephone that rings could give its owner away."""
    agencies = [desk.agency_id, *desk.agency.schools.values_list("pk", flat=True)]
    sites = list(Site.objects.filter(school_id__in=agencies).values_list("pk", flat=True))
    return bool(sites) and is_hiding_at(sites)


def _about_pictures(arrived: Arrived) -> str:
    return words.no_pictures_words() if arrived.text.has_pictures else ""


# --- STOP -------------------------------------------------------------------------------------------------------------
def _stop_answers(row: TextWriter) -> str:
    if row.is_stopped:
        return ""
    with transaction.atomic(durable=True):
        row.is_stopped = True
        telephones.forget_number(row)
    return words.stopped_words()


def _start_answers(row: TextWriter) -> str:
    row.is_stopped = False
    row.save(update_fields=["is_stopped"])
    return words.ask_code_words()


def _join_words(*said: str) -> str:
    return " ".join(one for one in said if one)
