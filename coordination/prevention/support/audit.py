"""Write down that somebody read. The only place that does, so that the record can move."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from coordination.prevention.support.models import SupportRead

type Door = Literal["page", "api"]


def note_reads(subject_ids: Iterable[UUID], *, user_id: int, at: datetime, door: Door) -> None:
    """Write down that somebody opened a referral, a crisis or a directory. In the caller's transaction, if any."""
    SupportRead.objects.bulk_create(
        SupportRead(subject_id=one, user_id=user_id, door=door, at=at) for one in subject_ids
    )


def reads_of(subject_id: UUID) -> list[tuple[str, str, datetime]]:
    """Return who opened something, the newest first: a name, a door and an instant; at most fifty."""
    rows = SupportRead.objects.filter(subject_id=subject_id).select_related("user").order_by("-at", "-id")[:50]
    return [(one.user.shown_name(), one.door, one.at) for one in rows]
