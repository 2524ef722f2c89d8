"""Who took part in exercises at sites, by the rooms of exercises that have ended."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from coordination.room.models import Participant
from coordination.vocabulary import IncidentStatus

A_YEAR = timedelta(days=365)


def drilled_at(site_ids: Collection[UUID]) -> QuerySet[Participant]:
    """Return the participants of ended exercises at these sites. Who was taken out of a room did not take part."""
    return Participant.objects.filter(
        room__incident__site_id__in=list(site_ids),
        room__incident__is_exercise=True,
        room__incident__status=IncidentStatus.CLOSED.value,
        removed_at__isnull=True,
    )


def drills_of_year(user_ids: Collection[int], site_ids: Collection[UUID], at: datetime) -> dict[tuple[int, UUID], int]:
    """Return how many ended exercises of the last year each person took part in at each site. One query."""
    rows = drilled_at(site_ids).filter(user_id__in=list(user_ids), room__incident__opened_at__gt=at - A_YEAR)
    found = rows.order_by().values_list("user_id", "room__incident__site_id").annotate(n=Count("room", distinct=True))
    return {(user_id, site_id): n for user_id, site_id, n in found}
