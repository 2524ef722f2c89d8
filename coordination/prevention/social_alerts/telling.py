"""Tell people that an alert waits, and no more."""

from collections.abc import Iterable
from uuid import UUID

from coordination.casework.telling import tell_that_it_waits
from push.vocabulary import Urgency


def tell_of(subject_id: UUID, *, occasion: str, user_ids: Iterable[int], urgency: Urgency) -> None:
    """Tell people that something waits, in the caller's transaction; `occasion` makes each time another event."""
    tell_that_it_waits(
        f"social-alert:{subject_id.hex}:{occasion}",
        kind="alert_waits",
        collapse_key="social-alerts",
        user_ids=user_ids,
        urgency=urgency,
        is_exercise=False,
    )
