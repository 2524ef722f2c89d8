"""Take rights for a while to save life, and review it afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mou.access import glass_access
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_long_text
from mou.errors import GlassReviewedAlready, NotAllowed
from mou.models import AgencyMember, BrokenGlass
from mou.vocabulary import GlassOutcome, TermKind

GLASS_LASTS = timedelta(minutes=30)
NOTE_MAX_CHARS = 2_000


def take_by_breaking_glass(
    *,
    member: AgencyMember,
    district_id: UUID,
    site_id: UUID,
    incident_id: UUID,
    is_exercise: bool,
    kinds: Sequence[TermKind],
    reason: str,
    at: datetime,
) -> BrokenGlass:
    """Write down that a member takes these rights at a site for half an hour; in the caller's transaction.

    The caller has checked that the member stands at the site by an agreement. In an exercise it opens nothing.
    """
    row = BrokenGlass.objects.create(
        member=member,
        user_id=member.user_id,
        district_id=district_id,
        site_id=site_id,
        incident_id=incident_id,
        is_exercise=is_exercise,
        kinds=sorted(kind.value for kind in set(kinds)),
        reason=reason,
        begun_at=at,
        ends_at=at + GLASS_LASTS,
    )
    bump_access_epoch()
    return row


def review_glass(*, actor_id: int, glass_id: UUID, outcome: GlassOutcome, note: str, at: datetime) -> None:
    """Say what a break-glass was, once, in one durable transaction. Locks its row.

    Raises: GlassNotFound. NotAllowed: not the district's administrator, or one's own. GlassReviewedAlready, BadName.
    """
    note = checked_long_text(note, "note", max_chars=NOTE_MAX_CHARS)
    with transaction.atomic(durable=True):
        row = glass_access.glass_to_review(user_id=actor_id, glass_id=glass_id, at=at)
        if row.user_id == actor_id:
            raise NotAllowed("Nobody reviews what they did themselves.")
        if row.reviewed_at is not None:
            raise GlassReviewedAlready("This was reviewed before.")
        BrokenGlass.objects.filter(pk=row.pk).update(
            reviewed_by_id=actor_id, reviewed_at=at, outcome=outcome.value, review_note=note
        )
