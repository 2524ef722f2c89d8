"""Keep a school's or district's desk: its address, days and routes."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction

from coordination.prevention.tips.access import TIP_DESKS, desk_kept_for
from coordination.prevention.tips.errors import BadTipDesk, ShortAddressTaken
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.rules.given import TipDeskIn, TipRoutesIn
from coordination.prevention.tips.rules.routing import DEFAULTS, stored_form
from mou.administrative_acts import administrative_act

# Leads to the receipts, below the same address.
RESERVED = frozenset({"receipt"})
MIN_ADDRESS_CHARS, MOST_ADDRESS_CHARS = 3, 40
# A month at least; ten years at most.
KEEP_DAYS = range(30, 3651)
MOST_CLOSED = 100


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: it opens no tip",
    recorded="rules_changed, in the chain",
)
def set_desk(*, actor_id: int, agency_id: UUID, given: TipDeskIn, at: datetime) -> TipDesk:
    """Make a desk, or change its settings. Durable. Raises: TipDeskNotFound, BadTipDesk, ShortAddressTaken."""
    agency = TIP_DESKS.agency_for(user_id=actor_id, agency_id=agency_id, at=at)
    _check_desk(given)
    values = {
        "short_address": given.short_address,
        "is_open": given.is_open,
        "keep_days": given.keep_days,
        "closed_days": [[one.first.isoformat(), one.last.isoformat()] for one in given.closed_days],
    }
    try:
        with transaction.atomic(durable=True):
            return TipDesk.objects.update_or_create(agency=agency, defaults=values)[0]
    except IntegrityError as taken:
        raise ShortAddressTaken(pointer="/short_address") from taken


def _check_desk(given: TipDeskIn) -> None:
    try:
        validate_slug(given.short_address)
    except ValidationError as wrong:
        raise BadTipDesk("Letters, digits and dashes.", pointer="/short_address") from wrong
    is_long = MIN_ADDRESS_CHARS <= len(given.short_address) <= MOST_ADDRESS_CHARS
    if not is_long or given.short_address in RESERVED or given.short_address != given.short_address.lower():
        raise BadTipDesk("3 to 40 small letters, digits and dashes.", pointer="/short_address")
    if given.keep_days not in KEEP_DAYS:
        raise BadTipDesk("Tips are kept for 30 to 3650 days after their end.", pointer="/keep_days")
    if len(given.closed_days) > MOST_CLOSED or any(one.last < one.first for one in given.closed_days):
        raise BadTipDesk("A holiday ends after it begins.", pointer="/closed_days")


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: it opens no tip",
    recorded="rules_changed, in the chain",
)
def set_routes(*, actor_id: int, agency_id: UUID, given: TipRoutesIn, at: datetime) -> None:
    """Change how urgent categories are and to whom they go. Durable. Raises: TipDeskNotFound."""
    checked = stored_form({**DEFAULTS, **given.routes})
    with transaction.atomic(durable=True):
        desk = desk_kept_for(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
        desk.routes = checked
        desk.save(update_fields=["routes"])
