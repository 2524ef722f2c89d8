"""Look at a set, keep it for a day, and take in what was looked at. All of it is stored or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.rosters.access import district_kept_for
from coordination.rosters.bounded_reading import read_roster
from coordination.rosters.errors import RosterUploadNotFound
from coordination.rosters.models import Roster, RosterUpload
from coordination.rosters.reading.rows import RosterSet
from coordination.rosters.vocabulary import RosterSource
from coordination.rosters.work.staging import Progress
from coordination.rosters.work.storing import RosterLook, look_at_set, store_set
from mou.models import Agency
from mou.vocabulary import ActorId, Operator

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a set would do, and the id by which it is taken in."""

    upload_id: UUID
    look: RosterLook


def look_at_upload(*, actor_id: int, agency_id: UUID, content: bytes, at: datetime) -> Looked:
    """Keep a set and return what it would do. Starts a process. Raises: RosterNotFound, BadRosterFile and its like."""
    district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
    found = read_roster(content, heard=lambda _done, _total: True)
    look = look_at_set(roster_for(district), found, at=at)
    with transaction.atomic(durable=True):
        RosterUpload.objects.filter(sent_by_id=actor_id).delete()
        made = RosterUpload.objects.create(district=district, sent_by_id=actor_id, sent_at=at, content=content)
    return Looked(made.pk, look)


def take_upload(
    *, actor_id: int, agency_id: UUID, upload_id: UUID, may_shrink: bool, at: datetime, progress: Progress
) -> RosterLook:
    """Take in what was looked at, all of it or nothing; then delete it. Starts a process; durable transactions.

    Raises: RosterNotFound, RosterUploadNotFound, RosterShrinks, RosterBeingStored, BadRosterFile and its like.
    """
    district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
    kept = RosterUpload.objects.filter(
        pk=upload_id, district=district, sent_by_id=actor_id, sent_at__gte=at - KEPT_FOR
    ).first()
    if kept is None:
        raise RosterUploadNotFound
    found = read_roster(bytes(kept.content), heard=lambda _done, _total: True)
    taken = take_set(
        district,
        found,
        source=RosterSource.CSV,
        actor_id=actor_id,
        may_shrink=may_shrink,
        at=at,
        progress=progress,
    )
    RosterUpload.objects.filter(pk=upload_id).delete()
    return taken


def take_set(
    district: Agency,
    found: RosterSet,
    *,
    source: RosterSource,
    actor_id: ActorId,
    may_shrink: bool,
    at: datetime,
    progress: Progress,
) -> RosterLook:
    """Store a set that was read; it is shown by one durable transaction. Raises: RosterShrinks, RosterBeingStored."""
    return store_set(
        roster_for(district),
        found,
        source=source,
        by_id=None if isinstance(actor_id, Operator) else actor_id,
        may_shrink=may_shrink,
        at=at,
        progress=progress,
        settle=lambda: None,
    )


def roster_for(district: Agency) -> Roster:
    """Return a district's roster; an empty one is made when there is none."""
    return Roster.objects.get_or_create(district=district)[0]


def delete_old_uploads(at: datetime) -> int:
    """Delete sets that nobody took in within a day; return how many."""
    return RosterUpload.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]
