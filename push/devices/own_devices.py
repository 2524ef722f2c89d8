"""Read what a person should know of their own devices: which these are, and whether they work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from push.devices.addresses import subscription_from
from push.devices.last_tries import LAST_SENT_AT, is_failing, of_last_fault
from push.errors import BadDevice
from push.models import Attempt, Device, Notification, Recipient
from push.vocabulary import TYPED_KINDS, DeviceKind, NotificationState, RetireReason


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """A device for its owner's eyes: an address is shown as they wrote it, of the others only who carries it."""

    id: UUID
    kind: DeviceKind
    platform: str
    address: str
    registered_at: datetime
    confirmed_at: datetime | None
    is_of_this_sign_in: bool
    # When a provider last took something for it, and when the device last reported something.
    sent_at: datetime | None
    heard_at: datetime | None
    failed_at: datetime | None
    error_code: str

    @property
    def is_failing(self) -> bool:
        """Tell whether the newest try did not get through."""
        return is_failing(sent_at=self.sent_at, failed_at=self.failed_at)


@dataclass(frozen=True, slots=True)
class LostDevice:
    """What was registered and is told nothing any more, although its owner did not retire it."""

    kind: DeviceKind
    platform: str
    address: str
    reason: RetireReason
    retired_at: datetime


@dataclass(frozen=True, slots=True)
class TriedDevice:
    """How far a test alert has come with one device; each time is the first at which that was known."""

    kind: DeviceKind
    platform: str
    address: str
    state: NotificationState
    planned_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
    error_code: str
    # The provider's own words at the newest try.
    said: str

    @property
    def is_waiting(self) -> bool:
        """Tell whether it still waits for a worker or for its next try."""
        return self.state in (NotificationState.PLANNED, NotificationState.CLAIMED)

    @property
    def has_failed(self) -> bool:
        return self.state in (NotificationState.FAILED, NotificationState.EXPIRED)

    @property
    def has_provider(self) -> bool:
        """Tell whether a person says that they have taken it; a mail server only passes it on."""
        return self.kind not in (DeviceKind.EMAIL, DeviceKind.CONSOLE)

    @property
    def gives_receipts(self) -> bool:
        return self.kind in (DeviceKind.FID, DeviceKind.TOKEN, DeviceKind.WEBPUSH)

    @property
    def may_come_further(self) -> bool:
        """Tell whether something may still happen: a try, or the receipt of a device that gives one."""
        return self.is_waiting or (self.gives_receipts and self.opened_at is None and not self.has_failed)


def own_devices(devices: QuerySet[Device], *, session_key: str) -> list[OwnDevice]:
    """Return what an owner sees of these devices on their page. One query."""
    rows = devices.annotate(
        last_sent_at=LAST_SENT_AT,
        last_delivered_at=Max("notifications__delivered_at"),
        last_opened_at=Max("notifications__opened_at"),
        last_failed_at=of_last_fault("started_at"),
        last_error_code=of_last_fault("error_code"),
    )
    return [
        OwnDevice(
            id=row.id,
            kind=DeviceKind(row.kind),
            platform=row.platform,
            address=shown_address(row),
            registered_at=row.registered_at,
            confirmed_at=row.confirmed_at,
            is_of_this_sign_in=bool(session_key) and row.session_key == session_key,
            sent_at=row.last_sent_at,
            heard_at=max(filter(None, (row.last_delivered_at, row.last_opened_at)), default=None),
            failed_at=row.last_failed_at,
            error_code=row.last_error_code or "",
        )
        for row in rows
    ]


def lost_devices(devices: Iterable[Device]) -> list[LostDevice]:
    """Return what an owner sees of these retired devices."""
    return [
        LostDevice(
            kind=DeviceKind(row.kind),
            platform=row.platform,
            address=shown_address(row),
            reason=RetireReason(row.retired_reason),
            retired_at=row.retired_at,
        )
        for row in devices
        if row.retired_at is not None
    ]


def tried_devices(test: Recipient) -> list[TriedDevice]:
    """Return how far a test has come with each device, also with one that it has shown to be gone. One query."""
    newest = Attempt.objects.filter(notification_id=OuterRef("pk")).order_by("-id").values("said")[:1]
    rows = Notification.objects.filter(recipient=test).select_related("device").order_by("id")
    return [
        TriedDevice(
            kind=DeviceKind(row.device.kind),
            platform=row.device.platform,
            address=shown_address(row.device),
            state=NotificationState(row.state),
            planned_at=row.created_at,
            sent_at=row.sent_at,
            accepted_at=row.accepted_at,
            delivered_at=row.delivered_at,
            opened_at=row.opened_at,
            error_code=row.error_code,
            said=row.newest_words or "",
        )
        for row in rows.annotate(newest_words=Subquery(newest))
    ]


def shown_address(device: Device) -> str:
    """Return what its owner knows a device by; the secret part of an address stays inside."""
    kind = DeviceKind(device.kind)
    if kind in TYPED_KINDS:
        return device.value
    if kind is DeviceKind.WEBHOOK:
        return urlsplit(device.value).hostname or ""
    if kind is DeviceKind.WEBPUSH:
        return _push_service(device.value)
    return ""


def _push_service(subscription: str) -> str:
    try:
        return urlsplit(subscription_from(subscription).endpoint).hostname or ""
    except BadDevice:
        # Registered by older rules than today's; it stays on the page, to be retired.
        return ""
