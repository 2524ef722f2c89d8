"""Look at a set, keep it for a day, and take in what was looked at. All of it is stored or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.second_person.asked import whole_of, whole_of_list
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.rosters.access import district_kept_for
from coordination.rosters.bounded_reading import read_roster
from coordination.rosters.errors import RosterUploadNotFound
from coordination.rosters.models import Roster, RosterPerson, RosterUpload
from coordination.rosters.reading.rows import RosterSet
from coordination.rosters.vocabulary import RosterPersonKind, RosterSource
from coordination.rosters.work.staging import Progress
from coordination.rosters.work.storing import RosterLook, look_at_set, store_set
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.models import Agency
from mou.vocabulary import ActorId, AdministrativeActKind, Operator

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


@administrative_act(
    who="administrators of the district",
    second_person="where it names new teachers, and others of the district or its schools are administrators "
    "or of confidential teams",
    told="where it names new teachers: its administrators and those people",
    recorded="agency_changed",
)
def take_upload(
    *, actor_id: int, agency_id: UUID, upload_id: UUID, may_shrink: bool, at: datetime, progress: Progress
) -> RosterLook:
    """Take in what was looked at, all of it or nothing; then delete it. Starts a process; durable transactions.

    Raises: RosterNotFound, RosterUploadNotFound, RosterShrinks, RosterBeingStored, SecondPersonNeeded, BadRosterFile
    and its like.
    """
    district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
    kept = RosterUpload.objects.filter(
        pk=upload_id, district=district, sent_by_id=actor_id, sent_at__gte=at - KEPT_FOR
    ).first()
    if kept is None:
        raise RosterUploadNotFound
    found = read_roster(bytes(kept.content), heard=lambda _done, _total: True)
    roster = roster_for(district)
    before = _known_teachers(roster)

    def settle() -> None:
        # By such a set one could be the teacher of any class, and read its students.
        if new := _known_teachers(roster) - before:
            whole = whole_of([("upload", upload_id), *whole_of_list("teachers", new)])
            speaking = Speaking(SpeakingAct.TAKE_ROSTER, district, detail=whole)
            check_may_speak(speaking, actor_id=actor_id, at=at)
            tell_whom_it_is_about(speaking, what="speaking_done", actor_id=actor_id)
        changes = {"roster_stored": ("", "csv")}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)

    taken = store_set(
        roster,
        found,
        source=RosterSource.CSV,
        by_id=actor_id,
        may_shrink=may_shrink,
        at=at,
        progress=progress,
        settle=settle,
    )
    RosterUpload.objects.filter(pk=upload_id).delete()
    return taken


def _known_teachers(roster: Roster) -> set[str]:
    """Return the addresses by which teachers are known now."""
    rows = RosterPerson.objects.filter(roster=roster, kind=RosterPersonKind.TEACHER.value, left_at__isnull=True)
    return set(rows.exclude(email="").values_list("email", flat=True))


def upload_of_two(user_id: int, district: Agency, at: datetime) -> UUID | None:
    """Return the set that a person looked at and asked a second person about, while it is kept. Two queries."""
    kept = RosterUpload.objects.filter(district=district, sent_by_id=user_id, sent_at__gte=at - KEPT_FOR)
    upload_id = kept.values_list("pk", flat=True).first()
    asked = SpeakingRequest.objects.filter(agency=district, asked_by_id=user_id, act=SpeakingAct.TAKE_ROSTER.value)
    is_asked = asked.filter(detail__startswith=whole_of([("upload", upload_id)]), used_at__isnull=True).exists()
    return upload_id if upload_id and is_asked else None


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
    """Store a set that was read; it is shown by one durable transaction, and stands in the district's record.

    Raises: RosterShrinks, RosterBeingStored.
    """

    def settle() -> None:
        changes = {"roster_stored": ("", source.value)}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)

    return store_set(
        roster_for(district),
        found,
        source=source,
        by_id=None if isinstance(actor_id, Operator) else actor_id,
        may_shrink=may_shrink,
        at=at,
        progress=progress,
        settle=settle,
    )


def roster_for(district: Agency) -> Roster:
    """Return a district's roster; an empty one is made when there is none."""
    return Roster.objects.get_or_create(district=district)[0]


def delete_old_uploads(at: datetime) -> int:
    """Delete sets that were not taken in within a day; return how many."""
    return RosterUpload.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]
