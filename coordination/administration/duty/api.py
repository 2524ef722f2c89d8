"""Duty and shifts over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from coordination.administration.duty import acts
from coordination.administration.duty.shown import list_on_duty, list_planned
from coordination.administration.duty.wire import MemberOnDuty, PlannedCount, PlannedOut, ShiftsIn, ShiftTaken
from coordination.planning_bell import PLANNED
from coordination.sign_in.callers import caller_of
from mou.agencies.memberships.members import set_duty
from mou.agencies.shifts.given import DutyGiven
from mou.agencies.shifts.planning import agency_to_plan

router = Router(tags=["administration"])
AGENCY = "/agencies/{uuid:agency_id}"
MOST_SHIFTS = 1_000


@router.get(f"{AGENCY}/duty", response=list[MemberOnDuty], operation_id="list_duty")
def list_duty(request: HttpRequest, agency_id: UUID) -> list[MemberOnDuty]:
    """List who of an agency is on duty, until when, and whom an alarm reaches. For who leads or administers it."""
    caller = caller_of(request)
    return list_on_duty(
        agency_to_plan(actor_id=caller.user_id, agency_id=agency_id, at=caller.at, lock=False), caller.at
    )


@router.put("/memberships/{uuid:member_id}/duty", response={204: None}, operation_id="set_duty")
def put_duty(request: HttpRequest, member_id: UUID, body: DutyGiven) -> Status[None]:
    """Put a member on or off duty: oneself, or by who leads or administers the agency. Shifts decide again after it."""
    caller = caller_of(request)
    set_duty(
        actor_id=caller.user_id,
        member_id=member_id,
        is_on_duty=body.is_on_duty,
        until=body.until(caller.at),
        at=caller.at,
    )
    PLANNED.set()
    return Status(204, None)


@router.get(f"{AGENCY}/shifts", response=list[PlannedOut], operation_id="list_shifts")
def list_shifts(request: HttpRequest, agency_id: UUID) -> list[PlannedOut]:
    """List the next thousand shifts that are not over. For who leads or administers the agency."""
    caller = caller_of(request)
    agency = agency_to_plan(actor_id=caller.user_id, agency_id=agency_id, at=caller.at, lock=False)
    return list_planned(agency, caller.at, most=MOST_SHIFTS)


@router.post(f"{AGENCY}/shifts", response={201: PlannedCount}, operation_id="plan_shifts")
def post_shifts(request: HttpRequest, agency_id: UUID, body: ShiftsIn) -> Status[PlannedCount]:
    """Plan shifts, all or none; one that is planned already stays. They put people on and off duty by themselves."""
    return Status(201, PlannedCount(planned=acts.plan_shifts(caller_of(request).asker(), agency_id, body)))


@router.delete(f"{AGENCY}/shifts/{{uuid:shift_id}}", response={204: None}, operation_id="take_shift_back")
def delete_shift(request: HttpRequest, agency_id: UUID, shift_id: UUID) -> Status[None]:
    """Take a shift back; who is on duty by it goes off, unless set so by hand."""
    acts.take_shift_back(caller_of(request).asker(), agency_id, ShiftTaken(shift_id=shift_id))
    return Status(204, None)
