"""Take a tip that another part of prevention hands over. It has no reporter: no one reads what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.prevention.tips.errors import TipDeskNotFound
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.reporting.codes import hash_of, hash_of_code, new_code
from coordination.prevention.tips.reporting.intake import clean_text, make_tip, tell_received
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
    at = at.replace(second=0, microsecond=0)
    tip = make_tip(
        _desk_of(given.agency_ids),
        school_id=given.school_id,
        category=given.category,
        is_now=given.is_now,
        at=at,
        text=clean_text("text", given.text),
        language="en",
        has_reporter=False,
        # A code that no one has seen opens no dialogue.
        receipt_hash=hash_of_code(new_code()),
        form_hash=hash_of("handed-over", str(given.source_id)),
    )
    tip.save(force_insert=True)
    tell_received(tip, at)
    return tip.pk


def _desk_of(agency_ids: Sequence[UUID]) -> TipDesk:
    rows = TipDesk.objects.select_related("agency__parent").filter(is_open=True, agency__is_active=True)
    desks = {one.agency_id: one for one in rows.filter(agency_id__in=agency_ids)}
    found = next((desks[one] for one in agency_ids if one in desks), None)
    if found is None:
        raise TipDeskNotFound
    return found
