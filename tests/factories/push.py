"""Build devices and notifications for tests; name only what matters to the test."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from coordination.models import User
from push.devices.addresses import PUSH_SERVICES_OF_BROWSERS, MayCall
from push.models import Device, Notification, Recipient
from push.texts import PushWords, text_for
from push.transport import Message
from push.vocabulary import Channel, DeviceKind, RetireReason, Urgency
from tests.factories.mou import make_user

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
ROOM = UUID(int=5)
OPENED = PushWords("New incident")
# As in the demo; and as under serve.
ON_THIS_MACHINE = MayCall(allows_local=True, trusted_hosts=frozenset(), push_services=PUSH_SERVICES_OF_BROWSERS)
OUT_THERE = replace(ON_THIS_MACHINE, allows_local=False)
_numbers = itertools.count(1)


def make_device(
    *,
    user: User | None = None,
    kind: DeviceKind = DeviceKind.CONSOLE,
    locale: str = "en",
    session_key: str = "",
    value: str = "",
    is_active: bool = True,
    is_confirmed: bool = True,
) -> Device:
    """Return a device, of a new person unless one is given."""
    return Device.objects.create(
        user=user or make_user(),
        kind=kind.value,
        value=value or f"device-{next(_numbers)}",
        platform="test",
        locale=locale,
        session_key=session_key,
        is_active=is_active,
        registered_at=NOW,
        confirmed_at=NOW if is_confirmed else None,
        retired_at=None if is_active else NOW,
        retired_reason="" if is_active else RetireReason.BY_OWNER.value,
    )


def make_notification(
    device: Device,
    *,
    urgency: Urgency = Urgency.URGENT,
    is_exercise: bool = False,
    created_at: datetime = NOW,
    lifetime_s: int = 3600,
    title: str | None = None,
    body: str | None = None,
    channel: Channel = Channel.STANDARD,
) -> Notification:
    """Return a planned notification that is due since it was created."""
    number = next(_numbers)
    text = text_for(OPENED, locale=device.locale, is_exercise=is_exercise)
    return Notification.objects.create(
        device=device,
        recipient=make_recipient(device.user, source_key=f"test:{number}"),
        source_key=f"test:{number}",
        room_id=ROOM,
        seq=number,
        kind="incident_opened",
        urgency=urgency.value,
        is_exercise=is_exercise,
        channel=channel.value,
        title=text.title if title is None else title,
        body=text.body if body is None else body,
        collapse_key=f"room:{ROOM}",
        next_try_at=created_at,
        expires_at=created_at + timedelta(seconds=lifetime_s),
        created_at=created_at,
    )


def make_recipient(user: User, *, source_key: str) -> Recipient:
    return Recipient.objects.create(
        source_key=source_key, user=user, demands_acknowledgement=False, is_supervisor=False, planned_at=NOW
    )


def make_message(
    number: int = 1,
    *,
    is_exercise: bool = False,
    kind: DeviceKind = DeviceKind.CONSOLE,
    address: str = "",
    channel: Channel = Channel.STANDARD,
    urgency: Urgency = Urgency.URGENT,
    expires_at: datetime = NOW,
) -> Message:
    """Return a message as a transport gets it."""
    text = text_for(OPENED, locale="es", is_exercise=is_exercise)
    return Message(
        notification_id=UUID(int=number),
        device_id=UUID(int=number + 1000),
        device_kind=kind,
        address=address or f"secret-address-{number}",
        platform="test",
        room_id=ROOM,
        seq=number,
        kind="incident_opened",
        urgency=urgency,
        is_exercise=is_exercise,
        channel=channel,
        title=text.title,
        body=text.body,
        collapse_key=f"room:{ROOM}",
        expires_at=expires_at,
    )
