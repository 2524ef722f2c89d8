"""Write down that someone read or searched. The only place that does, so that the record can move."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from coordination.casework.reads import ReadLog
from coordination.prevention.social_alerts.models import AlertDesk, AlertRead, SocialAlert

type Door = Literal["page", "api", "search", "report"]
ALERT_READS: ReadLog[AlertRead, Door] = ReadLog(AlertRead)


def note_read(alert: SocialAlert, *, user_id: int, at: datetime, door: Door) -> None:
    """Write down that someone opened an alert. In the caller's transaction, if any."""
    AlertRead.objects.create(desk_id=alert.desk_id, subject_id=alert.pk, user_id=user_id, door=door, at=at)


def note_search(desk: AlertDesk, asked: Mapping[str, str], *, user_id: int, at: datetime, door: Door) -> None:
    """Write down what someone searched for in a desk, or that they read its numbers."""
    AlertRead.objects.create(desk=desk, subject_id=desk.pk, user_id=user_id, door=door, asked=dict(asked), at=at)


def searches_of(desk: AlertDesk) -> list[AlertRead]:
    """Return who searched a desk for what, the newest first; at most fifty."""
    rows = AlertRead.objects.filter(subject_id=desk.pk, door="search").select_related("user")
    return list(rows.order_by("-at", "-id")[:50])
