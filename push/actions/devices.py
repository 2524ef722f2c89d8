"""Register and retire devices: everybody their own."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from push import access, outbox
from push.addresses import check_address, check_words
from push.errors import DeviceConflict, TooManyDevices
from push.models import Device
from push.vocabulary import DeviceKind, RetireReason

DEVICES_MAX = 20


def register_device(
    *,
    user_id: int,
    session_key: str,
    kind: DeviceKind,
    value: str,
    platform: str,
    locale: str,
    at: datetime,
    app_version: str = "",
) -> UUID:
    """Register where a person is reached, bound to their sign-in, and return its id, in one durable transaction.

    The same address again is the same device. An address that was somebody else's is theirs no more.
    Raises: BadDevice, TooManyDevices, DeviceConflict.
    """
    check_address(kind, value, allows_local=settings.MODE != "serve")
    check_words(platform=platform, locale=locale, app_version=app_version)
    try:
        with transaction.atomic(durable=True):
            present = Device.objects.filter(kind=kind.value, value=value, is_active=True).select_for_update().first()
            if present is not None and present.user_id == user_id:
                Device.objects.filter(id=present.id).update(
                    platform=platform, locale=locale, session_key=session_key, app_version=app_version
                )
                return present.id
            if present is not None:
                outbox.retire([present.id], RetireReason.REPLACED, at)
            if Device.objects.filter(user_id=user_id, is_active=True).count() >= DEVICES_MAX:
                raise TooManyDevices(f"A person has at most {DEVICES_MAX} devices; retire one first.")
            device = Device.objects.create(
                user_id=user_id,
                kind=kind.value,
                value=value,
                platform=platform,
                locale=locale,
                app_version=app_version,
                session_key=session_key,
                registered_at=at,
            )
            return device.id
    except IntegrityError as error:
        raise DeviceConflict("This address is being registered by somebody else; try again.") from error


def retire_device(*, user_id: int, device_id: UUID, at: datetime) -> None:
    """Retire one's own device, in one durable transaction. Raises: DeviceNotFound."""
    with transaction.atomic(durable=True):
        device = access.device_for(user_id=user_id, device_id=device_id)
        outbox.retire([device.id], RetireReason.BY_OWNER, at)


def retire_devices_of_session(*, session_key: str, at: datetime) -> int:
    """Retire what was registered by a sign-in that ended; return how many. Joins the caller's transaction."""
    with transaction.atomic():
        # A device without a session must not match an empty key.
        found = Device.objects.filter(session_key=session_key, is_active=True).exclude(session_key="")
        return outbox.retire(list(found.values_list("id", flat=True)), RetireReason.SIGNED_OUT, at)


def retire_devices_of_user(*, user_id: int, at: datetime) -> int:
    """Retire all devices of a person whose access ended; return how many. Joins the caller's transaction."""
    with transaction.atomic():
        found = Device.objects.filter(user_id=user_id, is_active=True)
        return outbox.retire(list(found.values_list("id", flat=True)), RetireReason.ACCESS_ENDED, at)
