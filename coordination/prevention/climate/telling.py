"""Tell a climate team that something waits, and no more: not what fell."""

from collections.abc import Iterable

from coordination.casework.telling import tell_that_it_waits
from push.vocabulary import Urgency


def tell_of(source_key: str, *, user_ids: Iterable[int]) -> None:
    """Tell people that something waits, in the caller's transaction; the key makes each time another event."""
    tell_that_it_waits(
        source_key,
        kind="climate_waits",
        collapse_key="climate",
        user_ids=user_ids,
        urgency=Urgency.ROUTINE,
        is_exercise=False,
    )
