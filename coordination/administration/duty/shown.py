"""Shifts and duty of an agency as pages and the interface show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.administration.duty.wire import MemberOnDuty, PlannedOut
from mou.agencies.memberships.queries import active_members, duty_changes
from mou.models import Agency, Shift
from push.devices.ways import people_with_way


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A shift that is not over. `is_now`: it runs."""

    id: UUID
    member_id: UUID
    person: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool


def shifts_to_come(agency: Agency, at: datetime) -> QuerySet[Shift]:
    """Return the shifts of an agency that are not over, the next first."""
    rows = Shift.objects.filter(member__agency=agency, member__ended_at__isnull=True, ends_at__gt=at)
    return rows.select_related("member__user").order_by("starts_at", "id")


def show_shift(one: Shift, at: datetime) -> ShownShift:
    """Return a shift with its person's name."""
    return ShownShift(
        one.pk, one.member_id, one.member.user.shown_name(), one.starts_at, one.ends_at, is_now=one.starts_at <= at
    )


def list_planned(agency: Agency, at: datetime, *, most: int) -> list[PlannedOut]:
    """Return the next shifts, as the interface names them. One query."""
    return [
        PlannedOut(
            id=one.pk,
            member_id=one.member_id,
            name=one.member.user.shown_name(),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
        )
        for one in shifts_to_come(agency, at)[:most]
    ]


def list_on_duty(agency: Agency, at: datetime) -> list[MemberOnDuty]:
    """Return the people of an agency with who is on duty, until when, and whom an alarm reaches. Three queries."""
    members = list(active_members([agency], at).filter(user__is_device=False))
    ways = people_with_way({one.user_id for one in members})
    clocks = duty_changes(members)
    return [
        MemberOnDuty(
            member_id=one.pk,
            name=one.user.shown_name(),
            role=one.role,
            is_on_duty=one.is_on_duty,
            changes_at=clocks.get(one.pk),
            has_way=one.user_id in ways,
        )
        for one in members
    ]
