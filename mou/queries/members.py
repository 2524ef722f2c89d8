"""Read who belongs to agencies."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from mou.models import Agency, AgencyMember


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
