"""Assign officers to sites, select and review them, and end assignments. Each act is one durable transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mou.access.fetch import members_who_count
from mou.access.names import checked_long_text, checked_optional_text, checked_text
from mou.access.policy import local_date
from mou.errors import BadSroAssignment, SelectionSigned, SroAssignmentEnded, SroAssignmentNotFound
from mou.models import Agency, AgencyMember, SroAssignment, SroReview, SroSelection, SroSite
from mou.officers.access import EMPLOYERS, SroGrant, assignment_for, led_agency
from mou.officers.agreements import asking_agreements
from mou.vocabulary import SelectionCriterion, SroEndedWhy, SroParty

SITES_MAX = 40
YEARS_MAX = 60
WORDS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class AssignmentGiven:
    """Who serves where. `until` is planned; the supervisor and the back-up are members of the same agency."""

    site_ids: tuple[UUID, ...]
    until: date | None = None
    supervisor_id: UUID | None = None
    backup_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SelectionGiven:
    """One party's part: its people on the panel, the interview, and what it says is met."""

    panel: str
    interviewed_on: date | None = None
    years_of_service: int | None = None
    criteria: tuple[SelectionCriterion, ...] = ()
    note: str = ""


def assign_sro(
    *, actor_id: int, member_id: UUID, district_id: UUID, since: date, given: AssignmentGiven, at: datetime
) -> UUID:
    """Make an officer the SRO of sites, as a leader of the employing agency; return the assignment's id.

    Raises: SroAssignmentNotFound: not one of the actor's people. BadSroAssignment. SroAssignmentEnded: the officer has
        an assignment in this district.
    """
    with transaction.atomic(durable=True):
        member = members_who_count(at).select_related("agency").filter(pk=member_id).first()
        if member is None or member.agency.kind not in EMPLOYERS:
            raise SroAssignmentNotFound("There is no such officer.")
        led_agency(user_id=actor_id, agency_id=member.agency_id, at=at, lock=True)
        _check_given(member, district_id, since, given, at)
        try:
            with transaction.atomic():
                made = SroAssignment.objects.create(
                    member=member,
                    agency=member.agency,
                    district=Agency.objects.get(pk=district_id),
                    since=since,
                    until=given.until,
                    supervisor_id=given.supervisor_id,
                    backup_id=given.backup_id,
                    made_by_id=actor_id,
                    made_at=at,
                )
        except IntegrityError as error:
            raise SroAssignmentEnded("This officer has an assignment in this district already.") from error
        SroSite.objects.bulk_create(SroSite(assignment=made, site_id=one) for one in given.site_ids)
    return made.pk


def change_assignment(*, actor_id: int, assignment_id: UUID, given: AssignmentGiven, at: datetime) -> None:
    """Change sites, planned end, supervisor and back-up: the employing agency's part.

    Raises: SroAssignmentNotFound, NotAllowed, BadSroAssignment, SroAssignmentEnded.
    """
    with transaction.atomic(durable=True):
        row = _lock_open(actor_id, assignment_id, SroParty.AGENCY, at).assignment
        _check_given(row.member, row.district_id, row.since, given, at)
        row.until, row.supervisor_id, row.backup_id = given.until, given.supervisor_id, given.backup_id
        row.save(update_fields=["until", "supervisor_id", "backup_id"])
        kept = set(row.sites.values_list("site_id", flat=True))
        row.sites.exclude(site_id__in=given.site_ids).delete()
        new = [one for one in given.site_ids if one not in kept]
        SroSite.objects.bulk_create(SroSite(assignment=row, site_id=one) for one in new)


def end_assignment(
    *, actor_id: int, assignment_id: UUID, ended_on: date, why: SroEndedWhy, reason: str, at: datetime
) -> None:
    """End an assignment; its last day may be today or past. The employing agency's part.

    Raises: SroAssignmentNotFound, NotAllowed, BadSroAssignment, BadName, SroAssignmentEnded.
    """
    with transaction.atomic(durable=True):
        row = _lock_open(actor_id, assignment_id, SroParty.AGENCY, at).assignment
        if not row.since <= ended_on <= local_date(at, row.district.time_zone):
            raise BadSroAssignment("The last day is between the first day and today.")
        row.ended_on, row.ended_why, row.ended_by_id = ended_on, why.value, actor_id
        row.ended_reason = checked_text(reason, "reason", max_chars=WORDS_MAX)
        row.save(update_fields=["ended_on", "ended_why", "ended_by_id", "ended_reason"])


def set_selection(*, actor_id: int, assignment_id: UUID, party: SroParty, given: SelectionGiven, at: datetime) -> None:
    """Write down a party's part of the selection, as long as it is not signed.

    Raises: SroAssignmentNotFound, NotAllowed, BadSroAssignment, BadName, SelectionSigned, SroAssignmentEnded.
    """
    with transaction.atomic(durable=True):
        row = _lock_open(actor_id, assignment_id, party, at).assignment
        _unsigned_part(row, party)
        if given.years_of_service is not None and not 0 <= given.years_of_service <= YEARS_MAX:
            raise BadSroAssignment(f"The years of service are 0 to {YEARS_MAX}.")
        row.selections.update_or_create(
            party=party.value,
            defaults={
                "panel": checked_text(given.panel, "panel", max_chars=400),
                "interviewed_on": given.interviewed_on,
                "years_of_service": given.years_of_service,
                "criteria": sorted({one.value for one in given.criteria}),
                "note": checked_optional_text(given.note.replace("\r\n", " "), "note", max_chars=WORDS_MAX),
                "edited_by_id": actor_id,
                "edited_at": at,
            },
        )


def sign_selection(*, actor_id: int, assignment_id: UUID, party: SroParty, signed_name: str, at: datetime) -> None:
    """Sign a party's part by name; from then on it does not change.

    Raises: SroAssignmentNotFound, NotAllowed, BadName, SelectionSigned. BadSroAssignment: nothing is written down yet.
    """
    name = checked_text(signed_name, "name", max_chars=200)
    with transaction.atomic(durable=True):
        row = _lock_open(actor_id, assignment_id, party, at).assignment
        part = _unsigned_part(row, party)
        if part is None:
            raise BadSroAssignment("Write down the selection before signing it.")
        part.signed_by_id, part.signed_name, part.signed_at = actor_id, name, at
        part.save(update_fields=["signed_by_id", "signed_name", "signed_at"])


def review_assignment(
    *, actor_id: int, assignment_id: UUID, party: SroParty, held_on: date, note: str, at: datetime
) -> None:
    """Write down a yearly review, for the actor's own party.

    Raises: SroAssignmentNotFound, NotAllowed, BadSroAssignment, BadName, SroAssignmentEnded.
    """
    words = checked_long_text(note, "note", max_chars=WORDS_MAX)
    with transaction.atomic(durable=True):
        row = _lock_open(actor_id, assignment_id, party, at).assignment
        if not row.since <= held_on <= local_date(at, row.district.time_zone):
            raise BadSroAssignment("A review is held after the first day, and not in the future.")
        SroReview.objects.create(assignment=row, party=party.value, held_on=held_on, note=words, by_id=actor_id, at=at)


def _lock_open(actor_id: int, assignment_id: UUID, party: SroParty, at: datetime) -> SroGrant:
    """Return an assignment that has not ended and is the actor's to change; its row is locked."""
    grant = assignment_for(user_id=actor_id, assignment_id=assignment_id, at=at, lock=True)
    grant.require(party)
    if grant.assignment.ended_on is not None:
        raise SroAssignmentEnded("The assignment has ended.")
    return grant


def _unsigned_part(row: SroAssignment, party: SroParty) -> SroSelection | None:
    part = row.selections.filter(party=party.value).first()
    if part is not None and part.signed_at is not None:
        raise SelectionSigned("This part of the selection is signed.")
    return part


def _check_given(member: AgencyMember, district_id: UUID, since: date, given: AssignmentGiven, at: datetime) -> None:
    if not given.site_ids or len(given.site_ids) > SITES_MAX or len(set(given.site_ids)) != len(given.site_ids):
        raise BadSroAssignment(f"Name 1 to {SITES_MAX} sites, each once.")
    if given.until is not None and given.until < since:
        raise BadSroAssignment("The last day is before the first.")
    others = [one for one in (given.supervisor_id, given.backup_id) if one is not None]
    if member.pk in others or not _are_colleagues(others, member.agency_id, at):
        raise BadSroAssignment("The supervisor and the back-up are other members of the same agency.")
    held = asking_agreements(at, agency_ids=[member.agency_id], district_ids=[district_id])
    agreements = held.get((member.agency_id, district_id), [])
    if not all(any(one.covers([site_id]) for one in agreements) for site_id in given.site_ids):
        raise BadSroAssignment("No agreement in force with this district covers each of these sites.")


def _are_colleagues(member_ids: Collection[UUID], agency_id: UUID, at: datetime) -> bool:
    found = members_who_count(at).filter(pk__in=member_ids, agency_id=agency_id).count() if member_ids else 0
    return found == len(set(member_ids))
