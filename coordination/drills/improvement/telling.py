"""Tell people that a report or a corrective action waits, and no more: neither which, nor where, nor of what."""

from collections.abc import Iterable
from uuid import UUID

from push.outbox.notifications import enqueue
from push.vocabulary import Urgency

# As everything of an exercise: a phone says only that one waits.
KIND = "exercise_waits"
# Pushes name a room. All have the same nil id, so that the services in between cannot tell two exercises apart.
NO_ROOM = UUID(int=0)


def tell_of(source_key: str, *, user_ids: Iterable[int]) -> None:
    """Tell people that something waits, in the caller's transaction; the key makes each time another event."""
    people = sorted(set(user_ids))
    if not people:
        return
    enqueue(
        source_key=source_key,
        user_ids=people,
        is_exercise=True,
        urgency=Urgency.ROUTINE,
        kind=KIND,
        room_id=NO_ROOM,
        seq=0,
        collapse_key="exercises",
        demands_acknowledgement=False,
        escalate_to_user_ids=[],
    )
