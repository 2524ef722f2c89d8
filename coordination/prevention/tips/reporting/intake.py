"""Take a report in, and what its reporter says later. Neither knows anything of the reporter but the words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.prevention.tips.access import people_to_tell
from coordination.prevention.tips.calendars import calendar_of
from coordination.prevention.tips.errors import (
    BadTip,
    ReceiptNotKnown,
    TipDeskNotFound,
    TipTakenAlready,
    TooManyTipMessages,
)
from coordination.prevention.tips.models import Tip, TipDesk, TipMessage
from coordination.prevention.tips.reporting.codes import hash_of, hash_of_code, new_code
from coordination.prevention.tips.reporting.floods import WINDOW, is_flooded
from coordination.prevention.tips.reporting.photos import drawn_anew, keep_photos
from coordination.prevention.tips.rules.clocks import due_at
from coordination.prevention.tips.rules.given import MOST_CHARS, TipIn, strip_hidden
from coordination.prevention.tips.rules.routing import first_priority, routes_from
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipCategory, TipState
from mou.models import Agency

MOST_MESSAGES = 100


def desk_at(short_address: str) -> TipDesk:
    """Return the desk of an address that takes reports. Raises: TipDeskNotFound."""
    desk = TipDesk.objects.select_related("agency__parent").filter(short_address=short_address, is_open=True).first()
    if desk is None or not desk.agency.is_active:
        raise TipDeskNotFound
    return desk


def schools_of(desk: TipDesk) -> list[Agency]:
    """Return the schools that a reporter may choose from: a district's."""
    return list(desk.agency.schools.filter(is_active=True).order_by("name", "id"))


def take_tip(*, short_address: str, given: TipIn, language: str, at: datetime, by_text: bool = False) -> str:
    """Take a report and return its receipt code, which nothing keeps. Durable; the pictures are drawn before.

    Args:
        language: in which the reporter reads.
        by_text: it came as a text message.

    Raises: TipDeskNotFound, BadTip, TipPhotoRefused, TipsFlooded, TipTakenAlready.
    """
    desk = desk_at(short_address)
    # Cut to the minute: what someone saw of a network does not tell which report was whose.
    at = at.replace(second=0, microsecond=0)
    tip = _make_tip(desk, given, language, at, by_text=by_text)
    if Tip.objects.filter(form_hash=tip.form_hash).exists():
        raise TipTakenAlready
    tip.is_of_flood = is_flooded(desk, at)
    photos = [] if tip.is_of_flood else drawn_anew(given.photos)
    code = new_code()
    tip.receipt_hash = hash_of_code(code)
    try:
        with transaction.atomic(durable=True):
            tip.save(force_insert=True)
            keep_photos(tip, photos)
            _tell_team(tip, at)
    except IntegrityError as twice:
        raise TipTakenAlready from twice
    return code


def _make_tip(desk: TipDesk, given: TipIn, language: str, at: datetime, *, by_text: bool) -> Tip:
    texts = {
        name: clean_text(name, getattr(given, name)) for name in ("text", "place_words", "people_words", "how_known")
    }
    return make_tip(
        desk,
        school_id=_check_school(desk, given.school_id),
        category=given.category,
        is_now=given.is_now,
        at=at,
        language=language,
        form_hash=hash_of("form", given.form),
        by_text=by_text,
        **texts,
    )


def make_tip(
    desk: TipDesk, *, school_id: UUID | None, category: TipCategory, is_now: bool, at: datetime, **columns: Any
) -> Tip:
    """Return a tip that came in, not stored yet: as urgent as the desk takes its category. Raises: BadTip: no words."""
    if not columns["text"]:
        raise BadTip(pointer="/text")
    # No one chose what a text is about: where its words do not show it, someone looks sooner.
    is_unsorted = bool(columns.get("by_text")) and category is TipCategory.OTHER
    priority = first_priority(routes_from(desk.routes), category, is_now=is_now or is_unsorted)
    return Tip(
        desk=desk,
        school_id=school_id,
        received_at=at,
        category=category.value,
        is_now=is_now,
        priority=priority.value,
        due_at=due_at(priority, at, calendar_of(desk, school_id)),
        **columns,
    )


def _check_school(desk: TipDesk, chosen: UUID | None) -> UUID | None:
    if desk.agency.parent_id is not None:
        return desk.agency_id
    if chosen is None:
        return None
    if chosen not in {one.pk for one in schools_of(desk)}:
        raise BadTip("Choose a school of the list, or none.", pointer="/school_id")
    return chosen


def clean_text(name: str, text: str) -> str:
    """Return a text as it is stored. Raises: BadTip, with a pointer: too long."""
    text = strip_hidden(text)
    if len(text) > MOST_CHARS[name]:
        raise BadTip(f"At most {MOST_CHARS[name]} characters are taken.", pointer=f"/{name}")
    return text


def _tell_team(tip: Tip, at: datetime) -> None:
    """Tell the team that a tip waits. In a flood once in ten minutes, however many come."""
    desk = tip.desk
    if tip.is_of_flood:
        if desk.flood_told_at is not None and desk.flood_told_at > at - WINDOW:
            return
        TipDesk.objects.filter(pk=desk.pk).update(flood_told_at=at)
    tell_received(tip, at)


def tell_received(tip: Tip, at: datetime) -> None:
    """Tell the team of a tip that came in, in the caller's transaction."""
    team, above = people_to_tell(tip.desk, at)
    tell_of(tip, occasion="received", user_ids=team, then=above)


# --- the dialogue -----------------------------------------------------------------------------------------------------
def tip_of_receipt(code: str) -> Tip:
    """Return the report of a receipt code. Raises: ReceiptNotKnown."""
    tip = Tip.objects.select_related("desk__agency__parent").filter(receipt_hash=hash_of_code(code)).first()
    if tip is None:
        raise ReceiptNotKnown
    return tip


def say_more(*, code: str, text: str, at: datetime) -> Tip:
    """Add the reporter's message to the dialogue, and tell the team. Durable.

    Raises: ReceiptNotKnown, BadTip, TooManyTipMessages.
    """
    return say_more_on(tip_id=tip_of_receipt(code).pk, text=text, at=at)


def say_more_on(*, tip_id: UUID, text: str, at: datetime) -> Tip:
    """Add a message of who gave a tip to its dialogue, and tell the team. Durable; locks the tip.

    Raises: ReceiptNotKnown: it was deleted. BadTip, TooManyTipMessages.
    """
    text, at = clean_text("message", text), at.replace(second=0, microsecond=0)
    if not text:
        raise BadTip(pointer="/message")
    with transaction.atomic(durable=True):
        tip = (
            Tip.objects.select_related("desk__agency__parent").select_for_update(of=("self",)).filter(pk=tip_id).first()
        )
        if tip is None:
            raise ReceiptNotKnown
        number = tip.messages.filter(author=None).count()
        if number >= MOST_MESSAGES or tip.messages.filter(author=None, at__gt=at - WINDOW).count() >= 10:
            raise TooManyTipMessages
        TipMessage.objects.create(tip=tip, text=text, at=at)
        if TipState(tip.state) is not TipState.TEST and not tip.is_of_flood:
            team, _above = people_to_tell(tip.desk, at)
            tell_of(tip, occasion=f"said-{number + 1}", user_ids=team, then=[])
    return tip
