"""Read a person's devices and what they were last told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from push.devices.last_tries import LAST_SENT_AT, is_failing, of_last_fault
from push.models import Device, Notification
from push.vocabulary import Channel, DeviceKind, NotificationState, Urgency

RECENT = 50
type UrgencyWord = Literal["routine", "urgent", "life_safety"]
URGENCY_WORDS: Mapping[Urgency, UrgencyWord] = {
    Urgency.ROUTINE: "routine",
    Urgency.URGENT: "urgent",
    Urgency.LIFE_SAFETY: "life_safety",
}


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device as its owner sees it. Its address stays inside."""

    id: UUID
    kind: DeviceKind
    platform: str
    locale: str
    app_version: str
    registered_at: datetime
    # Empty: an address that has not been confirmed yet, and is told nothing.
    confirmed_at: datetime | None
    # Why the newest try did not get through; empty where it did, or nothing was tried.
    error_code: str


@dataclass(frozen=True, slots=True)
class NotificationView:
    """What a device was told, or is about to be."""

    id: UUID
    device_id: UUID
    room_id: UUID
    seq: int
    kind: str
    urgency: UrgencyWord
    is_exercise: bool
    channel: Channel
    title: str
    body: str
    state: NotificationState
    attempts: int
    created_at: datetime
    acknowledged_at: datetime | None


def device_views(devices: QuerySet[Device]) -> list[DeviceView]:
    """Return what an owner sees of these devices. One query."""
    rows = devices.annotate(
        last_sent_at=LAST_SENT_AT,
        last_failed_at=of_last_fault("started_at"),
        last_error_code=of_last_fault("error_code"),
    )
    return [
        DeviceView(
            id=row.id,
            kind=DeviceKind(row.kind),
            platform=row.platform,
            locale=row.locale,
            app_version=row.app_version,
            registered_at=row.registered_at,
            confirmed_at=row.confirmed_at,
            error_code=row.last_error_code
            if is_failing(sent_at=row.last_sent_at, failed_at=row.last_failed_at)
            else "",
        )
        for row in rows
    ]


def notification_views(notifications: QuerySet[Notification]) -> list[NotificationView]:
    """Return what an owner sees of the first few of these. One query."""
    return [
        NotificationView(
            id=row.id,
            device_id=row.device_id,
            room_id=row.room_id,
            seq=row.seq,
            kind=row.kind,
            urgency=URGENCY_WORDS[Urgency(row.urgency)],
            is_exercise=row.is_exercise,
            channel=Channel(row.channel),
            title=row.title,
            body=row.body,
            state=NotificationState(row.state),
            attempts=row.attempts,
            created_at=row.created_at,
            acknowledged_at=row.acknowledged_at,
        )
        for row in notifications[:RECENT]
    ]
