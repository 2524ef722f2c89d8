"""What is not told any more, because what it told of has ended."""

from uuid import UUID

from push.models import Notification
from push.vocabulary import NotificationState, Urgency


def give_up(*, room_id: UUID, why: str) -> int:
    """Close what waits of a room's exercise, in the caller's transaction; return how many notifications that is.

    `why` stands in the ledger as their error code. What a worker holds at this moment is its own: it may be on its way,
    and where it comes back the gate is asked. No lock is waited for longer than a claim lasts.
    """
    # It begins with what is open: those are few, whatever a room has told before.
    waiting = Notification.objects.filter(
        urgency__in=[one.value for one in Urgency], next_try_at__isnull=False, room_id=room_id, is_exercise=True
    )
    closed = {"state": NotificationState.CANCELLED.value, "next_try_at": None, "error_code": why}
    return waiting.filter(state=NotificationState.PLANNED.value).update(**closed)
