"""Plan shifts of an agency's people, and take them back: by those who lead them or administer the agency."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mou.access import fetch
from mou.access.fetch import AgencyNeed, members_who_count
from mou.agencies.duty import leads_people
from mou.agencies.shifts.clock import set_duty_of, spans_of, write_clock
from mou.agencies.shifts.errors import (
    BadShift,
    ShiftEndsEarly,
    ShiftNotFound,
    ShiftOver,
    ShiftTooFar,
    ShiftTooLong,
    TooManyShifts,
)
from mou.agencies.shifts.rules import AHEAD, LONGEST, is_planned, next_change
from mou.errors import NotAllowed
from mou.models import Agency, AgencyMember, DutyClock, Shift
from mou.vocabulary import OPERATOR, ActorId

# Of one agency, not yet over: a year of shifts of several hundred people.
MOST_PLANNED = 100_000
# A shift that has just begun is still entered; what lies further back changes nothing.
BEGUN_AT_MOST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift as it is given: whose it is, from when until when."""

    member_id: UUID
    starts_at: datetime
    ends_at: datetime


def agency_to_plan(*, actor_id: ActorId, agency_id: UUID, at: datetime, lock: bool) -> Agency:
    """Return an agency whose shifts a person plans.

    Raises: AgencyNotFound, NotAllowed: they neither lead its people nor administer it.
    """
    agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=AgencyNeed.SEE, at=at, lock=lock)
    if not may_plan(actor_id, agency, at):
        raise NotAllowed("Shifts are for those who lead the agency's people or administer it to plan.")
    return agency


def may_plan(actor_id: ActorId, agency: Agency, at: datetime) -> bool:
    """Tell whether a person plans the shifts of an agency."""
    if actor_id is OPERATOR:
        return True
    return leads_people(int(actor_id), agency.pk, at) or fetch.may_manage(actor_id, agency, at)


def check_span(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuse a shift that cannot be meant. Raises: BadShift."""
    if ends_at <= starts_at:
        raise ShiftEndsEarly("A shift ends after it starts.")
    if ends_at - starts_at > LONGEST:
        raise ShiftTooLong(f"A shift lasts {LONGEST // timedelta(hours=1)} hours at most.")
    if ends_at <= at or starts_at < at - BEGUN_AT_MOST:
        raise ShiftOver("This shift is over, or began more than a day ago.")
    if starts_at > at + AHEAD:
        raise ShiftTooFar(f"Shifts are planned {AHEAD.days} days ahead at most.")


def plan_shifts(
    *, actor_id: ActorId, agency_id: UUID, shifts: Sequence[PlannedShift], replaces: bool, at: datetime
) -> int:
    """Plan shifts, in one durable transaction; return how many are new. What is planned already stays as it is.

    `replaces`: all shifts of the agency that have not begun are taken back first. Locks the agency.
    Raises: AgencyNotFound, NotAllowed, BadShift: one is none, or of no member that counts; nothing is planned then.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_plan(actor_id=actor_id, agency_id=agency_id, at=at, lock=True)
        touched = _take_back_coming(agency, at) if replaces else set[UUID]()
        _check_shifts(agency, shifts, at)
        before = Shift.objects.filter(member__agency=agency).count()
        Shift.objects.bulk_create(
            (
                Shift(
                    member_id=one.member_id,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    planned_by_id=None if actor_id is OPERATOR else int(actor_id),
                    planned_at=at,
                )
                for one in shifts
            ),
            ignore_conflicts=True,
            batch_size=500,
        )
        follow_plan(touched | {one.member_id for one in shifts}, at)
        return Shift.objects.filter(member__agency=agency).count() - before


def take_shift_back(*, actor_id: ActorId, agency_id: UUID, shift_id: UUID, at: datetime) -> None:
    """Take one shift back, in one durable transaction; who was on duty by it goes off, unless set so by hand.

    Locks the agency. Raises: AgencyNotFound, NotAllowed, ShiftNotFound.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_plan(actor_id=actor_id, agency_id=agency_id, at=at, lock=True)
        shift = Shift.objects.filter(pk=shift_id, member__agency=agency).first()
        if shift is None:
            raise ShiftNotFound("There is no such shift.")
        has_begun = shift.starts_at <= at < shift.ends_at
        # No hold is asked: a plan of when someone works, which the audit names as changed.
        Shift.objects.filter(pk=shift.pk).delete()
        follow_plan({shift.member_id}, at, ended={shift.member_id} if has_begun else ())


def follow_plan(member_ids: Iterable[UUID], at: datetime, *, ended: Collection[UUID] = ()) -> None:
    """Let duty follow a plan that has changed, in the caller's transaction; what was set by hand goes on.

    Who is planned now goes on duty. Whose running shift was taken back (`ended`) goes off. All others stay as they
    are until their plan changes: to plan next week puts no one off duty today.
    """
    ids = set(member_ids)
    held = dict(DutyClock.objects.filter(member_id__in=ids, held_until__gt=at).values_list("member_id", "held_until"))
    spans = spans_of(ids)
    free = ids - held.keys()
    on = {one for one in free if is_planned(spans[one], at)}
    set_duty_of(on | (free & set(ended)), on, at)
    for one in free:
        write_clock(one, held_until=None, changes_at=next_change(spans[one], at))


def _take_back_coming(agency: Agency, at: datetime) -> set[UUID]:
    coming = Shift.objects.filter(member__agency=agency, starts_at__gt=at)
    touched = set(coming.values_list("member_id", flat=True))
    # No hold is asked: a plan of what has not begun.
    coming.delete()
    return touched


def _check_shifts(agency: Agency, shifts: Sequence[PlannedShift], at: datetime) -> None:
    for one in shifts:
        check_span(one.starts_at, one.ends_at, at)
    members = set(members_who_count(at).filter(agency=agency, user__is_device=False).values_list("pk", flat=True))
    if any(one.member_id not in members for one in shifts):
        raise BadShift("A shift is of a member of the agency.")
    if Shift.objects.filter(member__agency=agency, ends_at__gt=at).count() + len(shifts) > MOST_PLANNED:
        raise TooManyShifts(f"An agency plans {MOST_PLANNED} shifts at most.")


def planned_members(agency: Agency, at: datetime) -> list[AgencyMember]:
    """Return the people of an agency who may have shifts, with their accounts, by name. One query."""
    rows = members_who_count(at).filter(agency=agency, user__is_device=False).select_related("user")
    return list(rows.order_by("user__display_name", "id"))
