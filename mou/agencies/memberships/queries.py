"""Read who belongs to agencies; who of them counts is access's to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mou.access.fetch import members_who_count
from mou.models import Agency, AgencyMember, DutyClock, Suspension
from mou.vocabulary import AgencyKind, MemberRole


@dataclass(frozen=True, slots=True)
class DutyView:
    """One membership, as far as it decides whether its person is told of what happens."""

    member_id: UUID
    agency: str
    # Of a school or its district: told of what happens at their own sites, on duty or not.
    is_staff: bool
    is_on_duty: bool
    # When it changes by itself: by a shift, or where what was set by hand ends.
    changes_at: datetime | None
    # By whose clock that is said.
    time_zone: str


def duty_changes(members: Sequence[AgencyMember]) -> dict[UUID, datetime]:
    """Return when duty of members changes by itself, of those whose does. One query."""
    rows = DutyClock.objects.filter(member__in=[one.pk for one in members], changes_at__isnull=False)
    found = rows.values_list("member_id", "changes_at")
    return {member_id: changes_at for member_id, changes_at in found if changes_at is not None}


def duty_views(members: Sequence[AgencyMember], changes: Mapping[UUID, datetime]) -> list[DutyView]:
    """Return what these memberships mean for alerts; `changes`: as `duty_changes` says, where a page shows it."""
    return [
        DutyView(
            member_id=row.id,
            agency=row.agency.name,
            is_staff=AgencyKind(row.agency.kind) in (AgencyKind.SCHOOL, AgencyKind.DISTRICT),
            is_on_duty=row.is_on_duty,
            changes_at=changes.get(row.id),
            time_zone=row.agency.time_zone,
        )
        for row in members
    ]


def active_members(agencies: Sequence[Agency], at: datetime) -> QuerySet[AgencyMember]:
    """Return the people of these agencies whose membership counts, with user and agency. One query.

    The account of a wall button, or of a card for the day, is no one who could be told, named or counted.
    """
    return (
        members_who_count(at)
        .filter(agency__in=agencies, user__is_device=False)
        .select_related("agency", "user")
        .order_by("agency__name", "role", "user__display_name", "id")
    )


def kept_members(agency: Agency, at: datetime) -> list[tuple[AgencyMember, bool]]:
    """Return everybody whose membership of an agency has not ended, each with whether it is suspended. Two queries.

    For those who decide who belongs to it: a suspension that one cannot see cannot be lifted.
    """
    members = AgencyMember.objects.filter(agency=agency, ended_at__isnull=True, user__is_active=True)
    suspended = set(
        Suspension.objects.filter(member__in=members, ended_at__isnull=True).values_list("member_id", flat=True)
    )
    rows = (
        members.filter(started_at__lte=at).select_related("agency", "user").order_by("role", "user__display_name", "id")
    )
    return [(row, row.pk in suspended) for row in rows]


def members_in_roles(agency_ids: Sequence[UUID], roles: Sequence[MemberRole], at: datetime) -> list[int]:
    """Return the user ids of the people of these agencies who have one of the roles. One query."""
    rows = members_who_count(at).filter(agency_id__in=agency_ids, role__in=[role.value for role in roles])
    return sorted(set(rows.values_list("user_id", flat=True)))
