"""Read who belongs to agencies."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole


def active_members(agencies: Sequence[Agency], at: datetime) -> QuerySet[AgencyMember]:
    """Return the people of these agencies whose membership counts, with user and agency. One query."""
    return (
        AgencyMember.objects.filter(
            agency__in=agencies,
            agency__is_active=True,
            user__is_active=True,
            ended_at__isnull=True,
            started_at__lte=at,
        )
        .select_related("agency", "user")
        .order_by("agency__name", "role", "user__display_name", "id")
    )


def members_in_roles(agency_ids: Sequence[UUID], roles: Sequence[MemberRole], at: datetime) -> list[int]:
    """Return the user ids of the people of these agencies who have one of the roles. One query."""
    agencies = Agency.objects.filter(id__in=agency_ids)
    rows = active_members(list(agencies), at).filter(role__in=[role.value for role in roles])
    return sorted(set(rows.values_list("user_id", flat=True)))
