"""Record reads and acts of assessments. The only module that does, so that the records can move."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mapping.assessments.models import Assessment, AssessmentRead, AssessmentRecord, SiteFinding
from mapping.assessments.vocabulary import AssessmentDoor


def note_reads(subject_ids: Iterable[UUID], *, user_id: int, at: datetime, door: AssessmentDoor) -> None:
    """Record that a person opened assessments or findings. In the caller's transaction, if any."""
    AssessmentRead.objects.bulk_create(
        AssessmentRead(subject_id=one, user_id=user_id, door=door.value, at=at) for one in subject_ids
    )


def reads_of(subject_id: UUID) -> list[tuple[str, str, datetime]]:
    """Return who opened something, the newest first: a name, a door and an instant; at most fifty."""
    rows = AssessmentRead.objects.filter(subject_id=subject_id).select_related("user").order_by("-at", "-id")[:50]
    return [(one.user.shown_name(), one.door, one.at) for one in rows]


def note_act(
    act: str,
    *,
    by_id: int,
    at: datetime,
    words: str = "",
    assessment: Assessment | None = None,
    finding: SiteFinding | None = None,
) -> None:
    """Record what a person did, in the caller's transaction."""
    AssessmentRecord.objects.create(
        assessment=assessment, finding=finding, act=act, words=words[:1000], by_id=by_id, at=at
    )
