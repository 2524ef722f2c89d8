"""What people answer: their acknowledgement ends the climb, whichever way it came in."""

from datetime import datetime

from django.db.models import Q

from push.models import Notification, Recipient
from push.models.recipient import key_of_team
from push.vocabulary import NotificationState


def acknowledge_event(*, source_key: str, user_id: int, at: datetime) -> bool:
    """Note that a person has answered an event, in the caller's transaction; return whether they were asked at all.

    Cancels what is still planned for them, the word to their team's leaders once all of the team have answered, and the
    word to the other supervisors once all people have. Answering twice changes nothing. Locks the event until the
    transaction ends: of the last two, who answer at once, one sees that the other has.
    """
    # A leader who answers for the team has heard of the event itself, too.
    event_key = source_key.partition("/")[0]
    _wait_for_turn(event_key)
    asked = Recipient.objects.filter(source_key__in={source_key, event_key}, user_id=user_id)
    keys = list(asked.values_list("source_key", flat=True))
    if not keys:
        return False
    if asked.filter(acknowledged_at__isnull=True).update(acknowledged_at=at):
        _cancel_waiting(keys, Q(recipient__user_id=user_id))
    unanswered = Recipient.objects.filter(source_key=event_key, is_supervisor=False, acknowledged_at__isnull=True)
    for team in asked.filter(is_supervisor=False).exclude(team="").values_list("team", flat=True):
        if not unanswered.filter(team=team).exists():
            _cancel_waiting([key_of_team(event_key, team)], Q(recipient__is_supervisor=True))
    if not unanswered.exists():
        _cancel_waiting([event_key], Q(recipient__is_supervisor=True))
    return True


def _wait_for_turn(event_key: str) -> None:
    # Its first row stands for the event; SQLite has one writer at a time anyway.
    list(Recipient.objects.filter(source_key=event_key).order_by("id").select_for_update().values("id")[:1])


def _cancel_waiting(source_keys: list[str], whose: Q) -> None:
    # Only what waits: what a worker holds is settled by that worker, which looks whether it was answered.
    waiting = Notification.objects.filter(whose, source_key__in=source_keys, state=NotificationState.PLANNED.value)
    waiting.update(state=NotificationState.CANCELLED.value, next_try_at=None)


def call_off_event(source_key: str, at: datetime) -> None:
    """Tell no one any more of an event, in the caller's transaction. What a worker holds is not tried again."""
    waiting = Notification.objects.filter(source_key=source_key, next_try_at__isnull=False)
    waiting.filter(state=NotificationState.PLANNED.value).update(
        state=NotificationState.CANCELLED.value, next_try_at=None
    )
    waiting.update(expires_at=at)
