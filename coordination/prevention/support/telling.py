"""Tell a support team that something waits, and no more: not whom it is about."""

from collections.abc import Iterable
from uuid import UUID

from coordination.casework.telling import tell_that_it_waits
from push.vocabulary import Urgency


def tell_of(subject_id: UUID, *, occasion: str, user_ids: Iterable[int], urgency: Urgency, is_exercise: bool) -> None:
    """Tell people that something waits, in the caller's transaction; `occasion` makes each time another event.

    An exercise is marked as in every other push, and never tells louder than one.
    """
    tell_that_it_waits(
        f"support:{subject_id.hex}:{occasion}",
        kind="support_waits",
        collapse_key="support-exercise" if is_exercise else "support",
        user_ids=user_ids,
        urgency=urgency,
        is_exercise=is_exercise,
    )
