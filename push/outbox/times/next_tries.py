"""When a notification is tried again that did not go out, or did not get an answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from push.models import Notification
from push.outbox.times.backoff import wait_s
from push.outbox.times.whole_minutes import next_minute
from push.transport import SendResult
from push.vocabulary import WHOLE_MINUTE_KINDS, NotificationState, Urgency


class Waiting(NamedTuple):
    """What the next try of a notification is planned by."""

    id: UUID
    attempts: int
    urgency: int
    kind: str
    acknowledged_at: datetime | None


WAITING = ("id", "attempts", "urgency", "kind", "recipient__acknowledged_at")


def plan_next(held: QuerySet[Notification], by_id: Mapping[UUID, SendResult], now: datetime) -> None:
    """Plan the next tries of these notifications, in the caller's transaction. Locks the rows.

    By a statement that is compiled once: servers that never answer bring hundreds of them.
    """
    waiting = held.order_by("id").select_for_update(of=("self",)).values_list(*WAITING)
    rows = [Waiting._make(row) for row in waiting]
    as_stored, has_uuid = connection.ops.adapt_datetimefield_value, connection.features.has_native_uuid_field
    ended, planned = NotificationState.CANCELLED.value, NotificationState.PLANNED.value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE push_notification SET state = %s, next_try_at = %s, lease_token = NULL, error_code = %s"
            " WHERE id = %s",
            [
                (
                    # Answered on another device while this one was being tried?
                    planned if row.acknowledged_at is None else ended,
                    as_stored(_again_at(row, by_id[row.id], now)) if row.acknowledged_at is None else None,
                    by_id[row.id].error_code[:60],
                    row.id if has_uuid else row.id.hex,
                )
                for row in rows
            ],
        )


def _again_at(row: Waiting, result: SendResult, now: datetime) -> datetime:
    # The id spreads the tries: fixed for a row, different between rows, and no dice.
    spread = (row.id.int % 1000) / 1000
    seconds = wait_s(
        attempts=row.attempts, urgency=Urgency(row.urgency), spread=spread, retry_after_s=result.retry_after_s
    )
    at = now + timedelta(seconds=seconds)
    return next_minute(at) if row.kind in WHOLE_MINUTE_KINDS else at
