"""Sign off a week of the audit."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.models import User
from coordination.records.audit.queries import agency_of_records, monday_of, week_of
from coordination.records.errors import WeekNotOver, WeekReviewed
from coordination.records.models import AuditReview
from coordination.room.access import Asker
from mou.models import Agency

NOTE_MAX_CHARS = 2000


def review_week(*, actor_id: int, agency_id: UUID, week: date, note: str, at: datetime) -> UUID:
    """Write down that a week was looked at, in one durable transaction. Locks the agency's row.

    Raises: AgencyNotFound. WeekNotOver: the week is not over, or `week` is no Monday. WeekReviewed: it has a review.
    """
    asker = Asker(user_id=actor_id, at=at)
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update().get(pk=agency_of_records(asker, agency_id).pk)
        view = week_of(agency, week, at=at, review=None)
        if not view.is_over or monday_of(week) != week:
            raise WeekNotOver
        if AuditReview.objects.filter(agency=agency, week=week).exists():
            raise WeekReviewed
        person = User.objects.get(pk=actor_id)
        made = AuditReview.objects.create(
            agency=agency,
            week=week,
            reviewed_by=person,
            name=person.shown_name(),
            at=at,
            note=note.strip()[:NOTE_MAX_CHARS],
            events=view.events,
        )
    return made.pk
