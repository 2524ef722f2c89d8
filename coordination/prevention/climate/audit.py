"""Write down that somebody read. The only place that does, so that the record can move."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from coordination.prevention.climate.models import ClimateRead
from coordination.prevention.climate.vocabulary import ClimateDoor


def note_reads(subject_ids: Iterable[UUID], *, user_id: int, at: datetime, door: ClimateDoor) -> None:
    """Write down that somebody opened the results of schools, or a task. In the caller's transaction, if any."""
    ClimateRead.objects.bulk_create(
        ClimateRead(subject_id=one, user_id=user_id, door=door.value, at=at) for one in subject_ids
    )


def reads_of(subject_id: UUID) -> list[tuple[str, str, datetime]]:
    """Return who opened something, the newest first: a name, a door and an instant; at most fifty."""
    rows = ClimateRead.objects.filter(subject_id=subject_id).select_related("user").order_by("-at", "-id")[:50]
    return [(one.user.shown_name(), one.door, one.at) for one in rows]
