"""The durable queue of what is to be told: written with the entry, claimed with a lease, settled after the try.

A notification exists if and only if its entry does (promise 5), because enqueue joins the entry's transaction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from push.backoff import wait_s
from push.models import Attempt, Device, Notification
from push.texts import text_for
from push.transport import Message, SendResult
from push.vocabulary import DeviceKind, NotificationState, Outcome, RetireReason, Urgency

# After that the news is no news: whoever opens the app sees the room as it is.
LIFETIME_S = {Urgency.LIFE_SAFETY: 3600, Urgency.URGENT: 3600, Urgency.ROUTINE: 900}
STATE_AFTER = {
    Outcome.SENT: NotificationState.SENT,
    Outcome.ACCEPTED: NotificationState.ACCEPTED,
    Outcome.REFUSED: NotificationState.FAILED,
    Outcome.DEVICE_GONE: NotificationState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Notifications in one worker's hands until the lease ends; whoever comes later gets another token.

    `handled` also counts what was closed on the way: not zero means that there may be more.
    """

    token: UUID
    messages: Mapping[DeviceKind, Sequence[Message]]
    handled: int


def enqueue(
    *,
    source_key: str,
    user_ids: Sequence[int],
    is_exercise: bool,
    urgency: Urgency,
    kind: str,
    room_id: UUID,
    seq: int,
    collapse_key: str,
) -> int:
    """Write a notification for each active device of these people, in the caller's transaction; return how many.

    The same source_key for the same device twice is an error of the caller, refused by the database.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("enqueue joins the transaction of the entry it tells of")
    # The row is stamped when it is written: an entry that was made offline must not arrive expired.
    now = timezone.now()
    devices = Device.objects.filter(user_id__in=list(user_ids), is_active=True, user__is_active=True).order_by("id")
    rows = []
    for device in devices:
        text = text_for(kind=kind, locale=device.locale, is_exercise=is_exercise)
        rows.append(
            Notification(
                device=device,
                source_key=source_key,
                room_id=room_id,
                seq=seq,
                kind=kind,
                urgency=urgency.value,
                is_exercise=is_exercise,
                title=text.title,
                body=text.body,
                collapse_key=collapse_key,
                next_try_at=now,
                expires_at=now + timedelta(seconds=LIFETIME_S[urgency]),
                created_at=now,
            )
        )
    Notification.objects.bulk_create(rows)
    return len(rows)


def claim(*, limit: int, now: datetime, lease_s: int) -> Claim:
    """Take up to `limit` due notifications, the most urgent and then the oldest first, in one transaction of its own.

    PostgreSQL: locks the rows and skips those that another worker is just taking. SQLite: one writer at a time.
    What came too late, or whose device is retired, is closed on the way and not returned.
    """
    token = uuid4()
    due = Notification.objects.filter(next_try_at__lte=now).order_by("-urgency", "created_at", "id")
    if not due.exists():
        # Nearly every look finds nothing: it costs one indexed read and no write lock.
        return Claim(token, {}, 0)
    with transaction.atomic(durable=True):
        rows = list(due.select_related("device").select_for_update(skip_locked=True, of=("self",))[:limit])
        late = [row.id for row in rows if row.expires_at <= now]
        retired = [row.id for row in rows if row.expires_at > now and not row.device.is_active]
        live = [row for row in rows if row.expires_at > now and row.device.is_active]
        _close(late, NotificationState.EXPIRED)
        _close(retired, NotificationState.FAILED)
        Notification.objects.filter(id__in=[row.id for row in live]).update(
            attempts=F("attempts") + 1,
            state=NotificationState.CLAIMED.value,
            lease_token=token,
            next_try_at=now + timedelta(seconds=lease_s),
        )
        Attempt.objects.bulk_create([Attempt(notification=row, lease_token=token, started_at=now) for row in live])
    return Claim(token, _messages(live), len(rows))


def settle(*, claimed: Claim, results: Sequence[SendResult], now: datetime) -> None:
    """Record how the tries ended and plan the next ones, in one transaction of its own.

    A worker whose lease ran out changes nothing but its own attempts: the notification is somebody else's now.
    Retires devices that are gone. Locks the rows.
    """
    by_id = {result.notification_id: result for result in results}
    with transaction.atomic(durable=True):
        rows = list(
            Notification.objects.filter(id__in=list(by_id), lease_token=claimed.token)
            .order_by("id")
            .select_for_update(of=("self",))
        )
        _finish_attempts(claimed.token, results, now)
        for row in rows:
            result = by_id[row.id]
            row.lease_token = None
            if result.outcome is Outcome.RETRY:
                row.state, row.next_try_at = NotificationState.PLANNED.value, now + _wait(row, result)
            else:
                row.state, row.next_try_at = STATE_AFTER[result.outcome].value, None
        Notification.objects.bulk_update(rows, ["state", "next_try_at", "lease_token"])
        gone = [row.device_id for row in rows if by_id[row.id].outcome is Outcome.DEVICE_GONE]
        if gone:
            retire(gone, RetireReason.GONE, now)


def retire(device_ids: Sequence[UUID], reason: RetireReason, at: datetime) -> int:
    """Retire devices and close what still waits for them, in the caller's transaction; return how many were active."""
    ids = list(device_ids)
    count = Device.objects.filter(id__in=ids, is_active=True).update(
        is_active=False, retired_at=at, retired_reason=reason.value
    )
    open_rows = Notification.objects.filter(device_id__in=ids, next_try_at__isnull=False)
    open_rows.update(state=NotificationState.FAILED.value, next_try_at=None, lease_token=None)
    return count


def _close(ids: list[UUID], state: NotificationState) -> None:
    if ids:
        Notification.objects.filter(id__in=ids).update(state=state.value, next_try_at=None, lease_token=None)


def _wait(row: Notification, result: SendResult) -> timedelta:
    # The id spreads the tries: fixed for a row, different between rows, and no dice.
    spread = (row.id.int % 1000) / 1000
    seconds = wait_s(
        attempts=row.attempts, urgency=Urgency(row.urgency), spread=spread, retry_after_s=result.retry_after_s
    )
    return timedelta(seconds=seconds)


def _finish_attempts(token: UUID, results: Sequence[SendResult], now: datetime) -> None:
    alike: dict[tuple[Outcome, str], list[UUID]] = defaultdict(list)
    for result in results:
        alike[result.outcome, result.error_code[:60]].append(result.notification_id)
    for (outcome, error_code), ids in alike.items():
        Attempt.objects.filter(notification_id__in=ids, lease_token=token).update(
            outcome=outcome.value, error_code=error_code, finished_at=now
        )


def _messages(rows: Sequence[Notification]) -> dict[DeviceKind, list[Message]]:
    messages: dict[DeviceKind, list[Message]] = defaultdict(list)
    for row in rows:
        messages[DeviceKind(row.device.kind)].append(
            Message(
                notification_id=row.id,
                address=row.device.value,
                platform=row.device.platform,
                room_id=row.room_id,
                seq=row.seq,
                kind=row.kind,
                urgency=Urgency(row.urgency),
                is_exercise=row.is_exercise,
                title=row.title,
                body=row.body,
                collapse_key=row.collapse_key,
                expires_at=row.expires_at,
            )
        )
    return dict(messages)
