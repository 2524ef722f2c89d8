"""Tell people that an alert waits, and no more: neither which, nor where, nor what it is about."""

from collections.abc import Iterable
from uuid import UUID

from push.outbox.notifications import enqueue
from push.vocabulary import Urgency

KIND = "alert_waits"
# Pushes name a room. All have the same, which is none: nobody between us and a phone can tell two apart.
NO_ROOM = UUID(int=0)


def tell_of(subject_id: UUID, *, occasion: str, user_ids: Iterable[int], urgency: Urgency) -> None:
    """Tell people that something waits, in the caller's transaction; `occasion` makes each time another event."""
    people = sorted(set(user_ids))
    if not people:
        return
    enqueue(
        source_key=f"social-alert:{subject_id.hex}:{occasion}",
        user_ids=people,
        is_exercise=False,
        urgency=urgency,
        kind=KIND,
        room_id=NO_ROOM,
        seq=0,
        collapse_key="social-alerts",
        demands_acknowledgement=False,
        escalate_to_user_ids=[],
    )
