"""What people answer: their acknowledgement ends the climb, whichever way it came in."""

from datetime import datetime

from django.db.models import Q

from push.models import Notification, Recipient
from push.vocabulary import NotificationState


def acknowledge(*, source_key: str, user_id: int, at: datetime) -> bool:
    """Note that a person has answered an event, in the caller's transaction; return whether they were asked at all.

    Cancels what is still planned for them, and the word to the supervisors once nobody is left who has not answered.
    Answering twice changes nothing.
    """
    asked = Recipient.objects.filter(source_key=source_key, user_id=user_id)
    if asked.filter(acknowledged_at__isnull=True).update(acknowledged_at=at):
        _cancel(source_key, Q(recipient__user_id=user_id))
    elif not asked.exists():
        return False
    unanswered = Recipient.objects.filter(source_key=source_key, is_supervisor=False, acknowledged_at__isnull=True)
    if not unanswered.exists():
        _cancel(source_key, Q(recipient__is_supervisor=True))
    return True


def _cancel(source_key: str, whose: Q) -> None:
    # Only what waits: what a worker holds is settled by that worker, which looks whether it was answered.
    waiting = Notification.objects.filter(whose, source_key=source_key, state=NotificationState.PLANNED.value)
    waiting.update(state=NotificationState.CANCELLED.value, next_try_at=None)
