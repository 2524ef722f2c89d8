"""Limit how many incidents one person opens at a site. The first of a kind is never refused: it may be needed."""

from datetime import datetime, timedelta
from math import ceil

from coordination.errors import TooManyIncidents
from coordination.models import User
from coordination.room.models import Incident
from mapping.models import Site

REAL_MAX, REAL_WINDOW = 5, timedelta(minutes=10)
EXERCISES_MAX, EXERCISE_WINDOW = 10, timedelta(hours=1)


def refuse_too_many(site: Site, *, user_id: int, is_exercise: bool, at: datetime) -> None:
    """Count what a person has opened at a site lately, in the caller's transaction. Locks the person's row.

    An alarm that they pressed counts as well, but a press itself never asks. Raises: TooManyIncidents.
    """
    most, window = (EXERCISES_MAX, EXERCISE_WINDOW) if is_exercise else (REAL_MAX, REAL_WINDOW)
    # Two that one person opens at once must be counted together. The key stays unlocked: entries refer to it.
    User.objects.select_for_update(no_key=True).get(pk=user_id)
    recent = Incident.objects.filter(
        site=site, opened_by_id=user_id, is_exercise=is_exercise, opened_at__gt=at - window
    )
    opened_at = list(recent.order_by("-opened_at").values_list("opened_at", flat=True)[:most])
    if len(opened_at) == most:
        raise TooManyIncidents(retry_after_s=max(1, ceil((opened_at[-1] + window - at).total_seconds())))
