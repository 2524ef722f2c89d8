"""Who may see which devices and notifications: everybody their own, while they may sign in at all."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from push.errors import AlertTestNotFound, DeviceNotFound, NotificationNotFound
from push.models import Device, Notification, Recipient
from push.models.recipient import key_of_test
from push.vocabulary import CONFIRMATION, RetireReason


def devices_for(user_id: int) -> QuerySet[Device]:
    """Return a person's active devices, the newest first."""
    return Device.objects.filter(user_id=user_id, user__is_active=True, is_active=True).order_by(
        "-registered_at", "-id"
    )


def device_for(*, user_id: int, device_id: UUID) -> Device:
    """Return one's own active device. Raises: DeviceNotFound: missing, retired or another person's."""
    device = devices_for(user_id).filter(id=device_id).first()
    if device is None:
        raise DeviceNotFound("There is no such device.")
    return device


def device_to_confirm(*, user_id: int, device_id: UUID) -> Device:
    """Return one's own active device, locked for the rest of the transaction. Raises: DeviceNotFound, as device_for."""
    device = devices_for(user_id).filter(id=device_id).select_for_update(of=("self",)).first()
    if device is None:
        raise DeviceNotFound("There is no such device.")
    return device


def retired_devices_for(user_id: int, *, since: datetime) -> QuerySet[Device]:
    """Return what a person was reached by and is no more, for other reasons than their own wish; the newest first."""
    return (
        Device.objects.filter(user_id=user_id, user__is_active=True, is_active=False, retired_at__gte=since)
        .exclude(retired_reason=RetireReason.BY_OWNER.value)
        .order_by("-retired_at", "-id")
    )


def alert_test_for(*, user_id: int, test_id: UUID) -> Recipient:
    """Return one's own test alert. Raises: AlertTestNotFound: missing or another person's."""
    found = Recipient.objects.filter(user_id=user_id, user__is_active=True, source_key=key_of_test(test_id)).first()
    if found is None:
        raise AlertTestNotFound("There is no such test alert.")
    return found


def notifications_for(user_id: int) -> QuerySet[Notification]:
    """Return what a person's active devices were told or are about to be, the newest first; codes are no news."""
    told = Notification.objects.filter(device__in=devices_for(user_id).order_by()).exclude(kind=CONFIRMATION)
    return told.order_by("-created_at", "-id")


def notification_for(*, user_id: int, notification_id: UUID) -> Notification:
    """Return what one's own active device was told.

    Raises: NotificationNotFound: missing, another person's, or of a device that is retired.
    """
    found = notifications_for(user_id).filter(id=notification_id).first()
    if found is None:
        raise NotificationNotFound("There is no such notification.")
    return found
