"""Give a card for the day, give its holder a new code, and end it. A card also ends by itself."""

from datetime import datetime
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.db import transaction
from django.db.models import QuerySet

from coordination.building_today.access import office_for
from coordination.building_today.cards.codes import new_code_hash
from coordination.building_today.errors import DayCardNotFound, DayCardOver, TodayNotFound, TooManyCards
from coordination.building_today.models import CardDevice, DayCard
from coordination.building_today.wire import DayCardIn
from coordination.incident.accountability.rooms import rooms_by_words
from coordination.models import User
from mou.access.epoch_change import bump_access_epoch
from mou.administrative_acts import administrative_act
from mou.foundation.chore_signs import due_while
from mou.models import AgencyMember

# More people without an account are in no school: who has taken an administrator's session makes no thousands.
MOST_AT_ONCE = 300
ENDED_AT_ONCE = 200


@administrative_act(
    who="administrators of the school or its district, and who is named for its office",
    told="no one",
    recorded="rules_changed, and the card with who made it and when",
    needs_recent_sign_in=False,
    because="it is done each morning at a busy counter, and opens a button and a report for a day",
)
def issue_card(*, user_id: int, site_id: UUID, given: DayCardIn, at: datetime) -> UUID:
    """Make a card and return its id, in one durable transaction; holds the site's row.

    Raises: TodayNotFound, DayCardOver: its time is past, TooManyCards.
    """
    if given.ends_at <= at:
        raise DayCardOver(pointer="/ends_at")
    with transaction.atomic(durable=True):
        office = office_for(user_id=user_id, site_id=site_id, at=at, lock=True)
        if cards_that_hold(site_id, at).count() >= MOST_AT_ONCE:
            raise TooManyCards
        card_id = uuid_utils.uuid7()
        named = rooms_by_words(office.site, {given.place}).get(given.place) if given.place else None
        DayCard.objects.create(
            id=card_id,
            site=office.site,
            **given.model_dump(exclude={"kind"}),
            kind=given.kind.value,
            space_id=None if named is None else named.space_id,
            code_hash=new_code_hash(card_id, 1),
            made_by_id=user_id,
            made_at=at,
        )
    return card_id


@administrative_act(
    who="administrators of the school or its district, and who is named for its office",
    told="no one",
    recorded="rules_changed",
    needs_recent_sign_in=False,
    because="the code before is good no longer: it takes more than it gives",
)
def renew_code(*, user_id: int, card_id: UUID, at: datetime) -> None:
    """Give a card a new code, for a phone that was lost; phones that scanned the old one are out. Durable.

    Raises: DayCardNotFound, DayCardOver.
    """
    with transaction.atomic(durable=True):
        card = card_of_office(user_id=user_id, card_id=card_id, at=at, lock=True)
        if card.ended_at is not None or card.ends_at <= at:
            raise DayCardOver
        card.number += 1
        card.code_hash = new_code_hash(card.pk, card.number)
        card.save(update_fields=["number", "code_hash"])
        # No hold is asked: the key of a phone says nothing of a person.
        CardDevice.objects.filter(card=card).delete()


@administrative_act(
    who="administrators of the school or its district, and who is named for its office",
    told="no one",
    recorded="rules_changed, and when it ended",
    needs_recent_sign_in=False,
    because="it must be done at once, and only takes",
)
def end_card(*, user_id: int, card_id: UUID, at: datetime) -> None:
    """End a card now: its phones are out with their next request. Durable. Raises: DayCardNotFound, DayCardOver."""
    with transaction.atomic(durable=True):
        card = card_of_office(user_id=user_id, card_id=card_id, at=at, lock=True)
        if card.ended_at is not None or card.ends_at <= at:
            raise DayCardOver
        DayCard.objects.filter(pk=card.pk).update(ended_at=at)
        _retire_accounts([card], at)


@due_while(lambda at: [_cards_over(at)])
def end_cards_over(at: datetime) -> int:
    """Retire the accounts of cards whose time is over, some hundred at once; return how many. Durable."""
    with transaction.atomic(durable=True):
        over = _cards_over(at).select_for_update(of=("self",))
        found = list(over.order_by("ends_at")[:ENDED_AT_ONCE])
        _retire_accounts(found, at)
    return len(found)


def _cards_over(at: datetime) -> QuerySet[DayCard]:
    return DayCard.objects.filter(ends_at__lte=at, account__is_active=True)


def card_of_office(*, user_id: int, card_id: UUID, at: datetime, lock: bool = False) -> DayCard:
    """Return a card of a site whose office the person is of. Raises: DayCardNotFound."""
    rows = DayCard.objects.select_for_update(of=("self",)) if lock else DayCard.objects.select_related("site")
    card = rows.filter(pk=card_id).first()
    if card is None:
        raise DayCardNotFound
    try:
        office_for(user_id=user_id, site_id=card.site_id, at=at)
    except TodayNotFound as missing:
        # The same words as for what does not exist.
        raise DayCardNotFound from missing
    return card


def cards_that_hold(site_id: UUID, at: datetime) -> QuerySet[DayCard]:
    """Return the cards of a site that hold now or later today and on."""
    return DayCard.objects.filter(site_id=site_id, ends_at__gt=at, ended_at__isnull=True)


def _retire_accounts(cards: list[DayCard], at: datetime) -> None:
    """End what cards have opened, in the caller's transaction. Their phones stay, to be told that it is over."""
    accounts = [one.account_id for one in cards if one.account_id is not None]
    if accounts:
        AgencyMember.objects.filter(user_id__in=accounts, ended_at__isnull=True).update(ended_at=at)
        User.objects.filter(pk__in=accounts).update(is_active=False)
        bump_access_epoch()
