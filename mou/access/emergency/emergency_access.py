"""Take rights for a while to save life, and review it afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mou.access.emergency import emergency_access_review
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_long_text
from mou.errors import EmergencyAccessReviewedAlready, NotAllowed
from mou.models import AgencyMember, EmergencyAccess
from mou.vocabulary import EmergencyAccessOutcome, TermKind

EMERGENCY_ACCESS_LASTS = timedelta(minutes=30)
NOTE_MAX_CHARS = 2_000


def record_emergency_access(
    *,
    member: AgencyMember,
    district_id: UUID,
    site_id: UUID,
    incident_id: UUID,
    is_exercise: bool,
    kinds: Sequence[TermKind],
    reason: str,
    at: datetime,
) -> EmergencyAccess:
    """Write down that a member takes these rights at a site for half an hour; in the caller's transaction.

    The caller has checked that the member stands at the site by an agreement. In an exercise it opens nothing.
    """
    row = EmergencyAccess.objects.create(
        member=member,
        user_id=member.user_id,
        district_id=district_id,
        site_id=site_id,
        incident_id=incident_id,
        is_exercise=is_exercise,
        kinds=sorted(kind.value for kind in set(kinds)),
        reason=reason,
        begun_at=at,
        ends_at=at + EMERGENCY_ACCESS_LASTS,
    )
    bump_access_epoch()
    return row


def reason_now(*, user_id: int, incident_id: UUID, kind: TermKind, at: datetime) -> str:
    """Return why a person took a right in an incident that still holds; "" where they did not. One query."""
    rows = EmergencyAccess.objects.filter(
        user_id=user_id, incident_id=incident_id, begun_at__lte=at, ends_at__gt=at, is_exercise=False
    )
    return next((row.reason for row in rows.order_by("-begun_at") if kind.value in row.kinds), "")


def review_emergency_access(
    *, actor_id: int, access_id: UUID, outcome: EmergencyAccessOutcome, note: str, at: datetime
) -> None:
    """Say what emergency access was, once, in one durable transaction. Locks its row.

    Raises: EmergencyAccessNotFound. NotAllowed: not the district's administrator, or one's own.
        EmergencyAccessReviewedAlready, BadName.
    """
    note = checked_long_text(note, "note", max_chars=NOTE_MAX_CHARS)
    with transaction.atomic(durable=True):
        row = emergency_access_review.emergency_access_to_review(user_id=actor_id, access_id=access_id, at=at)
        if row.user_id == actor_id:
            raise NotAllowed("No one reviews what they did themselves.")
        if row.reviewed_at is not None:
            raise EmergencyAccessReviewedAlready("This was reviewed before.")
        EmergencyAccess.objects.filter(pk=row.pk).update(
            reviewed_by_id=actor_id, reviewed_at=at, outcome=outcome.value, review_note=note
        )
