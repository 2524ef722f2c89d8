"""Tell people that a hot wash is open, and no more: neither which exercise, nor where."""

from collections.abc import Iterable
from uuid import UUID

from push.outbox.notifications import enqueue
from push.vocabulary import Urgency

KIND = "hot_wash_open"
# Pushes name a room. All have the same nil id, so that the services in between cannot tell two exercises apart.
NO_ROOM = UUID(int=0)


def tell_open(exercise_id: UUID, *, user_ids: Iterable[int]) -> None:
    """Tell people that their hot wash waits, in the caller's transaction; marked as an exercise."""
    people = sorted(set(user_ids))
    if not people:
        return
    enqueue(
        source_key=f"hot-wash:{exercise_id.hex}",
        user_ids=people,
        is_exercise=True,
        urgency=Urgency.ROUTINE,
        kind=KIND,
        room_id=NO_ROOM,
        seq=0,
        collapse_key="hot-wash",
        demands_acknowledgement=False,
        escalate_to_user_ids=[],
    )
