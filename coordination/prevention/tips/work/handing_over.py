"""Take a tip that another part of prevention hands over. It has no reporter: no one reads what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.prevention.tips.access import team_above, team_of
from coordination.prevention.tips.calendars import calendar_of
from coordination.prevention.tips.errors import BadTip, TipDeskNotFound
from coordination.prevention.tips.models import Tip, TipDesk
from coordination.prevention.tips.reporting.codes import hash_of, hash_of_code, new_code
from coordination.prevention.tips.reporting.intake import clean_text
from coordination.prevention.tips.rules.clocks import due_at
from coordination.prevention.tips.rules.routing import first_priority, routes_from
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipCategory


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What is handed over, in the words of who hands it over; to the first of some agencies that takes tips."""

    source_id: UUID
    agency_ids: Sequence[UUID]
    school_id: UUID | None
    category: TipCategory
    is_now: bool
    text: str


def hand_over(given: HandedOver, *, at: datetime) -> UUID:
    """Store a tip, tell its team, and return its id. In the caller's transaction. Raises: TipDeskNotFound, BadTip."""
    desk = _desk_of(given.agency_ids)
    at = at.replace(second=0, microsecond=0)
    text = clean_text("text", given.text)
    if not text:
        raise BadTip(pointer="/text")
    priority = first_priority(routes_from(desk.routes), given.category, is_now=given.is_now)
    tip = Tip.objects.create(
        desk=desk,
        school_id=given.school_id,
        received_at=at,
        category=given.category.value,
        is_now=given.is_now,
        text=text,
        language="en",
        has_reporter=False,
        # A code that no one has seen opens no dialogue.
        receipt_hash=hash_of_code(new_code()),
        form_hash=hash_of("handed-over", str(given.source_id)),
        priority=priority.value,
        due_at=due_at(priority, at, calendar_of(desk, given.school_id)),
    )
    team, above = team_of(desk, at), team_above(desk, at)
    tell_of(tip, occasion="received", user_ids=team or above, then=above)
    return tip.pk


def _desk_of(agency_ids: Sequence[UUID]) -> TipDesk:
    rows = TipDesk.objects.select_related("agency__parent").filter(is_open=True, agency__is_active=True)
    desks = {one.agency_id: one for one in rows.filter(agency_id__in=agency_ids)}
    found = next((desks[one] for one in agency_ids if one in desks), None)
    if found is None:
        raise TipDeskNotFound
    return found
