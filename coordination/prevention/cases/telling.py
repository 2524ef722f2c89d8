"""Tell people that a case waits, and no more: neither which, nor where, nor what it is about."""

from collections.abc import Iterable
from uuid import UUID

from coordination.prevention.cases.models import Case
from push.outbox.notifications import enqueue
from push.vocabulary import Urgency

KIND = "case_waits"
# Pushes name a room. All cases have the same, which is none: nobody between us and a phone can tell two cases apart.
NO_ROOM = UUID(int=0)


def tell_of(case: Case, *, occasion: str, user_ids: Iterable[int]) -> None:
    """Tell people that a case waits, in the caller's transaction; `occasion` makes each time another event."""
    people = sorted(set(user_ids))
    if not people:
        return
    enqueue(
        source_key=f"case:{case.pk.hex}:{occasion}",
        user_ids=people,
        is_exercise=False,
        urgency=Urgency.URGENT,
        kind=KIND,
        room_id=NO_ROOM,
        seq=0,
        collapse_key="cases",
        demands_acknowledgement=False,
        escalate_to_user_ids=[],
    )
