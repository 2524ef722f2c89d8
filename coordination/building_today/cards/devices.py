"""Exchange the code of a card for the key of one phone, and find the card of a phone. There is no session of ours."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from coordination.building_today.cards.codes import hash_of_key, hashes_of
from coordination.building_today.errors import (
    DayCardOver,
    DayCardRefused,
    DayCardTaken,
    DayCardTooEarly,
    TooManyTries,
    TooOften,
)
from coordination.building_today.models import CardDevice, DayCard
from coordination.building_today.vocabulary import DayCardKind
from coordination.models import User
from coordination.sign_in.attempts.guesses import Limit, address_at, has_guessed_too_often, note_wrong_password
from mou.access.epoch_change import bump_access_epoch
from mou.models import AgencyMember
from mou.vocabulary import MemberRole

DOOR = "day card"
# Of one address. A code that is right is taken all the same: a school is behind one address, and a joker in it.
LIMITS = (Limit(30, timedelta(minutes=5), is_per_login=True),)
# Reports and check-ins of one phone. A press has limits of its own, and the first one none.
ACTS_A_MINUTE = 20
KEY_BYTES = 32
# Ids of logs are in no reader's language, and neither are names in them.
NAMES_IN = "en"


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card that holds now, on the phone that asks."""

    card: DayCard
    device_id: int


def claim_card(*, code: str, address: str, at: datetime) -> tuple[str, datetime]:
    """Let a phone use a card, and return its key and until when, in one durable transaction. Holds the card's row.

    Raises: DayCardRefused, DayCardOver, DayCardTooEarly, DayCardTaken; TooManyTries.
    """
    try:
        with transaction.atomic(durable=True):
            return _claim_for_phone(code, at)
    except DayCardRefused as refused:
        counted = address_at(DOOR, address)
        if has_guessed_too_often(address=counted, login=DOOR, at=at, limits=LIMITS):
            raise TooManyTries from refused
        note_wrong_password(address=counted, login=DOOR, at=at)
        raise


def _claim_for_phone(code: str, at: datetime) -> tuple[str, datetime]:
    rows = DayCard.objects.select_for_update(of=("self",)).select_related("site__school", "site__district")
    card = rows.filter(code_hash__in=hashes_of(code)).first() if code else None
    if card is None:
        raise DayCardRefused
    _check_time(card, at)
    if card.devices.count() >= card.devices_at_most:
        raise DayCardTaken
    if card.account_id is None and DayCardKind(card.kind).acts:
        _make_account(card, at)
    key = secrets.token_urlsafe(KEY_BYTES)
    CardDevice.objects.create(card=card, key_hash=hash_of_key(key), since=at, acts_since=at)
    return key, card.ends_at


def _check_time(card: DayCard, at: datetime) -> None:
    if card.ended_at is not None or card.ends_at <= at:
        raise DayCardOver
    if card.starts_at > at:
        raise DayCardTooEarly


def _make_account(card: DayCard, at: datetime) -> None:
    """Make whose presses and reports they are: no one can sign in with it, and it is told nothing."""
    name = name_in_log(card)
    user = User.objects.create(
        username=f"day-card-{uuid4().hex}", display_name=name, password=make_password(None), is_device=True
    )
    AgencyMember.objects.create(
        agency=card.site.school or card.site.district,
        user=user,
        role=MemberRole.STAFF.value,
        title=DayCardKind(card.kind).label_in(NAMES_IN),
        started_at=at,
    )
    DayCard.objects.filter(pk=card.pk).update(account=user)
    bump_access_epoch()


def name_in_log(card: DayCard) -> str:
    """Return what a log and an alert call who has a card: what they are and where, and not their name."""
    kind = DayCardKind(card.kind).label_in(NAMES_IN)
    place = f"Room {card.place}" if card.place[:1].isdigit() else card.place
    return ", ".join(part for part in (kind, place) if part)[:LINE_MAX]


LINE_MAX = 120


def card_of_key(key: str, at: datetime) -> HeldCard:
    """Return the card of a phone. One query. Raises: DayCardRefused: no key of ours; DayCardOver."""
    rows = CardDevice.objects.select_related("card__site__school", "card__site__district")
    device = rows.filter(key_hash=hash_of_key(key)).first() if key else None
    if device is None:
        raise DayCardRefused
    _check_time(device.card, at)
    return HeldCard(device.card, device.pk)


def check_pace(device_id: int, at: datetime) -> None:
    """Count an act of a phone, in the caller's transaction; holds its row. Raises: TooOften."""
    device = CardDevice.objects.select_for_update().get(pk=device_id)
    if at - device.acts_since >= timedelta(minutes=1):
        device.acts, device.acts_since = 0, at
    if device.acts >= ACTS_A_MINUTE:
        raise TooOften
    device.acts += 1
    device.save(update_fields=["acts", "acts_since"])


def account_of(card: DayCard) -> int:
    """Return whose presses and reports those of a card are. Raises: DayCardRefused: it presses and reports nothing."""
    if card.account_id is None:
        raise DayCardRefused
    return card.account_id


def end_device(device_id: int, card_id: UUID) -> None:
    """Let a phone give a card back. Commits."""
    # No hold is asked: the key of a phone says nothing of a person.
    CardDevice.objects.filter(pk=device_id, card_id=card_id).delete()
