"""Read agencies as people see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency that a person belongs to or oversees."""

    id: UUID
    kind: AgencyKind
    name: str
    short_name: str
    time_zone: str
    parent_id: UUID | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """A person in an agency, as colleagues see them. `user_id` is the public id."""

    id: UUID
    user_id: UUID
    name: str
    role: MemberRole
    title: str
    callsign: str
    is_in_office: bool
    is_on_duty: bool
    started_at: datetime
    is_suspended: bool


def agency_views(agencies: QuerySet[Agency]) -> list[AgencyView]:
    """Return what people see of these agencies. One query."""
    return [
        AgencyView(
            id=row.id,
            kind=AgencyKind(row.kind),
            name=row.name,
            short_name=row.short_name,
            time_zone=row.time_zone,
            parent_id=row.parent_id,
            is_active=row.is_active,
        )
        for row in agencies
    ]


def member_views(members: Iterable[AgencyMember]) -> list[MemberView]:
    """Return what colleagues see of these people, whose memberships count; the users should be fetched already."""
    return [member_view(row, is_suspended=False) for row in members]


def member_view(row: AgencyMember, *, is_suspended: bool) -> MemberView:
    """Return what is seen of one membership."""
    return MemberView(
        id=row.id,
        user_id=row.user.public_id,
        name=row.user.shown_name(),
        role=MemberRole(row.role),
        title=row.title,
        callsign=row.callsign,
        is_in_office=row.is_in_office,
        is_on_duty=row.is_on_duty,
        started_at=row.started_at,
        is_suspended=is_suspended,
    )


def parties_that_signed_with(district_ids: Collection[UUID]) -> QuerySet[Version, UUID]:
    """Return the ids of the agencies that have ever signed an agreement with one of these districts, as a subquery.

    A version that is not signed does not count: a district can draft one with any agency, without asking it.
    """
    signed = Version.objects.filter(memorandum__district_id__in=district_ids, in_force_from__isnull=False)
    return signed.values_list("memorandum__agency_id", flat=True)
