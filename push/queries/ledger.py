"""The board: for each person and each of their devices, how far an alert has come and why no further."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from push.models import Notification, Recipient
from push.models.recipient import key_of_team
from push.vocabulary import DeviceKind, NotificationState, Standing

NOT_REACHED = (NotificationState.FAILED.value, NotificationState.EXPIRED.value)
RANK = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class DeviceOnBoard:
    """One notification: a device on one rung of the ladder."""

    notification_id: UUID
    device_id: UUID
    kind: DeviceKind
    platform: str
    step: int
    state: NotificationState
    standing: Standing
    at: datetime
    due_at: datetime | None
    error_code: str


@dataclass(frozen=True, slots=True)
class PersonOnBoard:
    """One person, as far as any of their devices has brought it."""

    user_id: int
    is_supervisor: bool
    demands_acknowledgement: bool
    standing: Standing
    at: datetime
    error_code: str
    devices: tuple[DeviceOnBoard, ...]


def board(source_key: str) -> list[PersonOnBoard]:
    """Return everybody who is to be told of an event, whether or not they have a device. Two queries."""
    # The teams' leaders stand under keys that begin with the event's.
    of_event = Q(source_key=source_key) | Q(source_key__startswith=key_of_team(source_key, ""))
    recipients = Recipient.objects.filter(of_event).order_by("is_supervisor", "user_id", "source_key")
    told: dict[int, list[DeviceOnBoard]] = defaultdict(list)
    for row in Notification.objects.filter(of_event).select_related("device").order_by("step", "id"):
        told[row.recipient_id].append(_device(row))
    return [_person(recipient, told[recipient.id]) for recipient in recipients]


def not_reached(people: Sequence[PersonOnBoard]) -> list[PersonOnBoard]:
    """Return those of whom nothing shows that it is on a device of theirs: somebody must go and tell them."""
    return [one for one in people if not one.is_supervisor and RANK[one.standing] < RANK[Standing.DELIVERED]]


def _device(row: Notification) -> DeviceOnBoard:
    standing, at = _standing(row)
    return DeviceOnBoard(
        notification_id=row.id,
        device_id=row.device_id,
        kind=DeviceKind(row.device.kind),
        platform=row.device.platform,
        step=row.step,
        state=NotificationState(row.state),
        standing=standing,
        at=at,
        due_at=row.next_try_at,
        error_code=row.error_code,
    )


def _standing(row: Notification) -> tuple[Standing, datetime]:
    """Return the furthest stage that has a time; what failed before any stage has failed."""
    stages = (
        (Standing.ACKNOWLEDGED, row.acknowledged_at),
        (Standing.OPENED, row.opened_at),
        (Standing.DELIVERED, row.delivered_at),
        (Standing.ACCEPTED, row.accepted_at),
        (Standing.SENT, row.sent_at),
    )
    for standing, at in stages:
        if at is not None:
            return standing, at
    return (Standing.FAILED if row.state in NOT_REACHED else Standing.PLANNED), row.created_at


def _person(recipient: Recipient, devices: Sequence[DeviceOnBoard]) -> PersonOnBoard:
    furthest = max(devices, key=lambda device: RANK[device.standing], default=None)
    if recipient.acknowledged_at is not None:
        standing, at = Standing.ACKNOWLEDGED, recipient.acknowledged_at
    elif furthest is None:
        standing, at = Standing.UNREACHABLE, recipient.planned_at
    else:
        standing, at = furthest.standing, furthest.at
    return PersonOnBoard(
        user_id=recipient.user_id,
        is_supervisor=recipient.is_supervisor,
        demands_acknowledgement=recipient.demands_acknowledgement,
        standing=standing,
        at=at,
        error_code=furthest.error_code if furthest is not None else "",
        devices=tuple(devices),
    )
