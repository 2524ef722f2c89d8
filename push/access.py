"""Who may see which devices and notifications: everybody their own, while they may sign in at all."""

from uuid import UUID

from django.db.models import QuerySet

from push.errors import DeviceNotFound, NotificationNotFound
from push.models import Device, Notification


def devices_for(user_id: int) -> QuerySet[Device]:
    """Return a person's active devices, the newest first."""
    return Device.objects.filter(user_id=user_id, user__is_active=True, is_active=True).order_by(
        "-registered_at", "-id"
    )


def device_for(*, user_id: int, device_id: UUID) -> Device:
    """Return one's own active device. Raises: DeviceNotFound: missing, retired or somebody else's."""
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


def notifications_for(user_id: int) -> QuerySet[Notification]:
    """Return what a person's active devices were told or are about to be, the newest first."""
    return Notification.objects.filter(device__in=devices_for(user_id).order_by()).order_by("-created_at", "-id")


def notification_for(*, user_id: int, notification_id: UUID) -> Notification:
    """Return what one's own active device was told, locked for the rest of the transaction.

    Raises: NotificationNotFound: missing, somebody else's, or of a device that is retired.
    """
    found = notifications_for(user_id).filter(id=notification_id).select_for_update(of=("self",)).first()
    if found is None:
        raise NotificationNotFound("There is no such notification.")
    return found
