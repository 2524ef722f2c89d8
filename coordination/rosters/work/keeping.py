"""What a district says about its roster: for how long, which school is which, who reads, who may not pick up."""

from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from coordination.administration.errors import PlaceNotFound
from coordination.administration.second_person.joining import ask_for_place, let_in, may_let_in, take_place
from coordination.administration.second_person.telling import OF_TEAM, tell_people
from coordination.models import User
from coordination.rosters.access import agency_kept_for, district_kept_for, readers_of, school_read_for, students_of
from coordination.rosters.errors import (
    BadCustodyNote,
    BadRosterSettings,
    NotOfTheSchool,
    NotOnesOwnReading,
    RosterNotFound,
)
from coordination.rosters.models import CustodyNote, RosterPerson, RosterReader, RosterSchool
from coordination.rosters.work.custody_turns import wait_to_tell_of_notes
from coordination.rosters.work.retention import refuse_if_held
from coordination.rosters.work.uploads import roster_for
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.foundation.shown_text import is_shown_line
from mou.models import Agency
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
    second_person="who reads students there, or a second administrator, lets in",
    told="the person, who reads students there already, and the administrators who may let in",
    recorded="agency_changed",
)
def add_reader(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Ask that a person may read students, in one durable transaction; they and the other readers are told.

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
        # Of two who name a person at once, the second finds the first.
        Agency.objects.select_for_update().get(pk=agency.pk)
        if not RosterReader.objects.filter(agency=agency, user=member.user).exists():
            place = RosterReader(agency=agency, user=member.user, added_by_id=actor_id, added_at=at)
            ask_for_place(team=readers_of(agency, at), place=place, actor_id=actor_id, at=at)
            _record_change(agency, "roster_reader", ("", member.user.shown_name()), actor_id, at)
            _tell_readers(agency, place, actor_id, at)


@administrative_act(
    who="who reads students there, or an administrator of the district",
    second_person="is the second person: never who asked, or whom they made administrator alone, or whom it is about",
    told="the person, and who reads students there",
    recorded="agency_changed",
)
def let_reader_in(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Let a named person read students, in one durable transaction.

    Raises: PlaceNotFound, NotOnesOwnPlace, PlaceNotYours.
    """
    with transaction.atomic(durable=True):
        rows = RosterReader.objects.select_related("user", "agency__parent")
        place = rows.filter(agency_id=agency_id, agency__is_active=True, user__public_id=person_id).first()
        if place is None:
            raise PlaceNotFound
        let_in(team=readers_of(place.agency, at), person_id=place.user_id, actor_id=actor_id, at=at)
        _record_change(place.agency, "roster_reader_let_in", ("", place.user.shown_name()), actor_id, at)
        _tell_readers(place.agency, place, actor_id, at)


def readers_to_let_in(*, user_id: int, agency: Agency, at: datetime) -> set[UUID]:
    """Return whom a person may let read, of those who wait. A few queries for each."""
    team = readers_of(agency, at)
    waiting = RosterReader.objects.filter(agency=agency, let_in_at__isnull=True).select_related("user")
    return {one.user.public_id for one in waiting if may_let_in(team, one, user_id, at)}


@administrative_act(
    who="administrators of the school or its district",
    told="the person, and who reads students there",
    recorded="agency_changed",
)
def remove_reader(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Let a person read students no longer, in one durable transaction. Raises: RosterNotFound."""
    with transaction.atomic(durable=True):
        agency = agency_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        row = RosterReader.objects.filter(agency=agency, user__public_id=person_id).select_related("user").first()
        if row is None:
            raise RosterNotFound
        take_place(team=readers_of(agency, at), place=row, actor_id=actor_id, at=at)
        _record_change(agency, "roster_reader", (row.user.shown_name(), ""), actor_id, at)
        _tell_readers(agency, row, actor_id, at)


def _record_change(agency: Agency, what: str, pair: tuple[str, str], actor_id: int, at: datetime) -> None:
    changes = {what: pair}
    record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


def _tell_readers(agency: Agency, place: RosterReader, actor_id: int, at: datetime) -> None:
    """Tell the district's readers, who read the same students; who is named for the school itself knows already."""
    if agency.parent is not None:
        above = readers_of(agency.parent, at).counting - {actor_id, place.user_id}
        tell_people(User.objects.filter(pk__in=above, is_active=True), what="team_changed", kind=OF_TEAM)


# --- custody ----------------------------------------------------------------------------------------------------------
def add_custody_note(*, actor_id: int, agency_id: UUID, student_id: UUID, text: str, at: datetime) -> UUID:
    """Write down who may not pick a student up, in one durable transaction. Raises: RosterNotFound, BadCustodyNote."""
    words = " ".join(text.split())
    with transaction.atomic(durable=True):
        student = student_for(actor_id=actor_id, agency_id=agency_id, student_id=student_id, at=at)
        if not words or len(words) > NOTE_MAX_CHARS or not is_shown_line(words):
            raise BadCustodyNote(pointer="/text")
        note = CustodyNote.objects.create(student=student, text=words, by_id=actor_id, at=at)
        _tell_of_custody(student, actor_id, at)
        return note.pk


def remove_custody_note(*, actor_id: int, agency_id: UUID, student_id: UUID, note_id: UUID, at: datetime) -> None:
    """Take a note away, in one durable transaction. Raises: RosterNotFound, UnderHold."""
    with transaction.atomic(durable=True):
        student = student_for(actor_id=actor_id, agency_id=agency_id, student_id=student_id, at=at)
        refuse_if_held(student)
        if not CustodyNote.objects.filter(pk=note_id, student=student).delete()[0]:
            raise RosterNotFound
        _tell_of_custody(student, actor_id, at)


class CustodyListener(Protocol):
    """What hears that the custody notes of a student have changed, in the transaction that changes them."""

    def __call__(self, *, student_id: UUID, actor_id: int, at: datetime) -> None: ...


def _tell_of_custody(student: RosterPerson, actor_id: int, at: datetime) -> None:
    """Tell whatever hands children over: what is written now must count now."""
    # After all else that may wait, for a deletion or a long import: an opening that waits here holds its room.
    wait_to_tell_of_notes(student.roster_id)
    if settings.CUSTODY_LISTENER:
        hear = cast("CustodyListener", import_string(settings.CUSTODY_LISTENER))
        hear(student_id=student.pk, actor_id=actor_id, at=at)


def student_for(*, actor_id: int, agency_id: UUID, student_id: UUID, at: datetime) -> RosterPerson:
    """Return a student whom a reader of the school may read. Raises: RosterNotFound."""
    school = school_read_for(user_id=actor_id, agency_id=agency_id, at=at)
    found = students_of(school).filter(pk=student_id).first()
    if found is None:
        raise RosterNotFound
    return found
