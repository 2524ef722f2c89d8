"""Which alerts a person was to be told since an instant: for an app that its provider did not reach."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from push.models import Notification
from push.vocabulary import Channel, NotificationState, Urgency

ALERTS_MAX = 50
# An alert has a row for each device and rung: so many are read at most to find ALERTS_MAX of them.
ROWS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class MissedAlert:
    """An alert of the caller's: ids and general words, as pushes carry them.

    `notification_id`: what receipts refer to, of the device `device_id`. `is_silent`: show it without sound or
    vibration, because it may be read in a hiding place. `needs_answer`: it is repeated until it is acknowledged.
    """

    notification_id: UUID
    device_id: UUID
    room_id: UUID
    seq: int
    kind: str
    urgency: str
    is_exercise: bool
    is_silent: bool
    title: str
    body: str
    created_at: datetime
    needs_answer: bool
    acknowledged_at: datetime | None


def missed_alerts(told: QuerySet[Notification], *, since: datetime, at: datetime) -> tuple[list[MissedAlert], bool]:
    """Return the alerts whose turn came since an instant, and whether there are more than ALERTS_MAX. One query.

    Real ones first, then the newest. Only rungs that were due: what a leader may hear of later is not said before.
    """
    # A later rung was planned with the alert, and may have been due long after.
    is_new = Q(created_at__gte=since) | Q(step__gt=0, expires_at__gte=since)
    was_due = Q(attempts__gt=0) | Q(next_try_at__lte=at) | Q(state=NotificationState.EXPIRED.value)
    # An answer that comes before anything was sent calls the first rung off: the person was told all the same.
    was_due |= Q(step=0, recipient__acknowledged_at__isnull=False)
    rows = told.filter(is_new & was_due).select_related("recipient")
    found = list(rows.order_by("is_exercise", "-created_at", "step", "-id")[:ROWS_MAX])
    first_of: dict[str, Notification] = {}
    for row in found:
        first_of.setdefault(row.source_key, row)
    alerts = [_missed_alert(row) for row in first_of.values()]
    return alerts[:ALERTS_MAX], len(alerts) > ALERTS_MAX or len(found) == ROWS_MAX


def _missed_alert(row: Notification) -> MissedAlert:
    return MissedAlert(
        notification_id=row.id,
        device_id=row.device_id,
        room_id=row.room_id,
        seq=row.seq,
        kind=row.kind,
        urgency=Urgency(row.urgency).name.lower(),
        is_exercise=row.is_exercise,
        is_silent=row.channel == Channel.SILENT,
        title=row.title,
        body=row.body,
        created_at=row.created_at,
        needs_answer=row.recipient.demands_acknowledgement,
        acknowledged_at=row.recipient.acknowledged_at,
    )
