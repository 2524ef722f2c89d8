"""What a district says about its roster: for how long, which school is which, who reads, who may not pick up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coordination.administration.second_person.telling import OF_TEAM, tell_people
from coordination.models import User
from coordination.rosters.access import agency_kept_for, district_kept_for, school_read_for, students_of
from coordination.rosters.errors import (
    BadCustodyNote,
    BadRosterSettings,
    NotOfTheSchool,
    NotOnesOwnReading,
    RosterNotFound,
)
from coordination.rosters.models import CustodyNote, RosterPerson, RosterReader, RosterSchool
from coordination.rosters.work.retention import refuse_if_held
from coordination.rosters.work.uploads import roster_for
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.models import Agency
from mou.shown_text import is_shown_line
from mou.vocabulary import AdministrativeActKind

KEEP_DAYS_LEAST, KEEP_DAYS_MOST = 1, 3_650
NOTE_MAX_CHARS = 1_000


@administrative_act(
    who="administrators of the district",
    told="the district's record",
    recorded="agency_changed",
)
def set_keep_days(*, actor_id: int, agency_id: UUID, keep_days: int, at: datetime) -> None:
    """Say for how many days who has left is kept. Durable. Raises: RosterNotFound, BadRosterSettings."""
    with transaction.atomic(durable=True):
        district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        if not KEEP_DAYS_LEAST <= keep_days <= KEEP_DAYS_MOST:
            raise BadRosterSettings(pointer="/keep_days")
        roster = roster_for(district)
        changes = {"roster_keep_days": (str(roster.keep_days), str(keep_days))}
        roster.keep_days = keep_days
        roster.save(update_fields=["keep_days"])
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)


@administrative_act(
    who="administrators of the district",
    told="the district's record",
    recorded="agency_changed",
)
def match_school(
    *, actor_id: int, agency_id: UUID, roster_school_id: UUID, school_id: UUID | None, at: datetime
) -> None:
    """Say which school an organization of the roster is, in one durable transaction.

    Raises: RosterNotFound, BadRosterSettings: the school is none of the district's.
    """
    with transaction.atomic(durable=True):
        district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        row = RosterSchool.objects.filter(pk=roster_school_id, roster__district=district).first()
        if row is None:
            raise RosterNotFound
        school = None if school_id is None else Agency.objects.filter(pk=school_id, parent=district).first()
        if school_id is not None and school is None:
            raise BadRosterSettings(pointer="/school_id")
        row.school = school
        row.save(update_fields=["school"])
        changes = {"roster_school": (row.name, school.name if school is not None else "")}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)


@administrative_act(
    who="administrators of the school or its district; never oneself",
    told="the person, and who reads students there already",
    recorded="agency_changed",
)
def add_reader(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Name somebody who reads students, in one durable transaction; they and the other readers are told.

    Raises: RosterNotFound, NotOfTheSchool, NotOnesOwnReading.
    """
    with transaction.atomic(durable=True):
        agency = agency_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        own = [one for one in (agency.pk, agency.parent_id) if one is not None]
        member = (
            fetch.members_who_count(at)
            .filter(agency_id__in=own, user__public_id=person_id, user__is_device=False)
            .select_related("user")
            .first()
        )
        if member is None:
            raise NotOfTheSchool(pointer="/person_id")
        if member.user_id == actor_id:
            raise NotOnesOwnReading
        made = RosterReader.objects.get_or_create(
            agency=agency, user=member.user, defaults={"added_by_id": actor_id, "added_at": at}
        )[1]
        if made:
            _record(agency, member.user, actor_id, is_added=True, at=at)
            _tell(agency, member.user, actor_id)


@administrative_act(
    who="administrators of the school or its district",
    told="the person, and who reads students there",
    recorded="agency_changed",
)
def remove_reader(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Let somebody read students no longer, in one durable transaction. Raises: RosterNotFound."""
    with transaction.atomic(durable=True):
        agency = agency_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        row = RosterReader.objects.filter(agency=agency, user__public_id=person_id).select_related("user").first()
        if row is None:
            raise RosterNotFound
        row.delete()
        _record(agency, row.user, actor_id, is_added=False, at=at)
        _tell(agency, row.user, actor_id)


def _record(agency: Agency, person: User, actor_id: int, *, is_added: bool, at: datetime) -> None:
    pair = ("", person.shown_name()) if is_added else (person.shown_name(), "")
    changes = {"roster_reader": pair}
    record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


def _tell(agency: Agency, person: User, actor_id: int) -> None:
    """Tell who is named, or not any more, and those who read students there, as of a confidential team."""
    over = [one for one in (agency.pk, agency.parent_id) if one is not None]
    readers = RosterReader.objects.filter(agency_id__in=over).values("user_id")
    people = User.objects.filter(Q(pk__in=readers) | Q(pk=person.pk), is_active=True).exclude(pk=actor_id)
    tell_people(people, what="team_changed", kind=OF_TEAM)


# --- custody ----------------------------------------------------------------------------------------------------------
def add_custody_note(*, actor_id: int, agency_id: UUID, student_id: UUID, text: str, at: datetime) -> UUID:
    """Write down who may not pick a student up, in one durable transaction. Raises: RosterNotFound, BadCustodyNote."""
    words = " ".join(text.split())
    with transaction.atomic(durable=True):
        student = student_for(actor_id=actor_id, agency_id=agency_id, student_id=student_id, at=at)
        if not words or len(words) > NOTE_MAX_CHARS or not is_shown_line(words):
            raise BadCustodyNote(pointer="/text")
        return CustodyNote.objects.create(student=student, text=words, by_id=actor_id, at=at).pk


def remove_custody_note(*, actor_id: int, agency_id: UUID, student_id: UUID, note_id: UUID, at: datetime) -> None:
    """Take a note away, in one durable transaction. Raises: RosterNotFound, UnderHold."""
    with transaction.atomic(durable=True):
        student = student_for(actor_id=actor_id, agency_id=agency_id, student_id=student_id, at=at)
        refuse_if_held(student)
        if not CustodyNote.objects.filter(pk=note_id, student=student).delete()[0]:
            raise RosterNotFound


def student_for(*, actor_id: int, agency_id: UUID, student_id: UUID, at: datetime) -> RosterPerson:
    """Return a student whom a reader of the school may read. Raises: RosterNotFound."""
    school = school_read_for(user_id=actor_id, agency_id=agency_id, at=at)
    found = students_of(school).filter(pk=student_id).first()
    if found is None:
        raise RosterNotFound
    return found
