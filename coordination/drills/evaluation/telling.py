"""Tell people that a hot wash is open, and no more: neither which exercise, nor where."""

from collections.abc import Iterable
from uuid import UUID

from coordination.casework.telling import tell_that_it_waits
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords
from push.vocabulary import Urgency

WAITS = PushWords(_("Two minutes: how did it go?"))


def tell_open(exercise_id: UUID, *, user_ids: Iterable[int]) -> None:
    """Tell people that their hot wash waits, in the caller's transaction; marked as an exercise."""
    tell_that_it_waits(
        f"hot-wash:{exercise_id.hex}",
        kind="hot_wash_open",
        words=WAITS,
        collapse_key="hot-wash",
        user_ids=user_ids,
        urgency=Urgency.ROUTINE,
        is_exercise=True,
    )
