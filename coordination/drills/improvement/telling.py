"""Tell people that a report or a corrective action waits, and no more: neither which, nor where, nor of what."""

from collections.abc import Iterable

from coordination.casework.telling import tell_that_it_waits
from coordination.drills.exercises.telling import WAITS
from push.vocabulary import Urgency


def tell_of(source_key: str, *, user_ids: Iterable[int]) -> None:
    """Tell people that something waits, in the caller's transaction; the key makes each time another event."""
    # As everything of an exercise: a phone says only that one waits.
    tell_that_it_waits(
        source_key,
        kind="exercise_waits",
        words=WAITS,
        collapse_key="exercises",
        user_ids=user_ids,
        urgency=Urgency.ROUTINE,
        is_exercise=True,
    )
