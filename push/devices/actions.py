"""Register and retire devices: everybody their own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from push import access
from push.devices.addresses import check_address, check_words
from push.devices.configured import may_call_for_devices
from push.devices.confirmations import issue_code
from push.errors import DeviceConflict, TooManyDevices
from push.models import Device
from push.outbox import notifications
from push.vocabulary import ASKED_KINDS, DeviceKind, RetireReason

DEVICES_MAX = 20


@dataclass(frozen=True, slots=True)
class Registered:
    """A device. `needs_confirmation`: a code waits in the outbox, and it is told nothing before that comes back."""

    id: UUID
    kind: DeviceKind
    needs_confirmation: bool


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
) -> Registered:
    """Register where a person is reached, bound to their sign-in, in one durable transaction.

    The same address again is the same device. An address that was another person's is theirs no more, but for mail,
    telephones and webhooks: those are used, and change hands, once a code has come back from them. Until then each
    registration plans another code.
    Raises: BadDevice, TooManyDevices, TooManyCodes, DeviceConflict.
    """
    check_address(kind, value, may_call=may_call_for_devices())
    check_words(platform=platform, locale=locale, app_version=app_version)
    facts = {"platform": platform, "locale": locale, "session_key": session_key, "app_version": app_version}
    try:
        with transaction.atomic(durable=True):
            own = Device.objects.filter(user_id=user_id, kind=kind.value, value=value, is_active=True)
            if own.update(**facts):
                device = own.get()
            else:
                new = Device(user_id=user_id, kind=kind.value, value=value, registered_at=at, **facts)
                device = _add_device(new, at)
            if device.confirmed_at is not None:
                return Registered(device.id, kind, needs_confirmation=False)
            issue_code(device, at=at)
            return Registered(device.id, kind, needs_confirmation=True)
    except IntegrityError as error:
        raise DeviceConflict("This address is being registered by someone else; try again.") from error


def register_again(*, user_id: int, device_id: UUID, session_key: str, at: datetime) -> Registered:
    """Register an own address as it is, in one durable transaction: that makes another code, if it waits for one.

    Raises: DeviceNotFound, TooManyCodes, DeviceConflict.
    """
    device = access.device_for(user_id=user_id, device_id=device_id)
    return register_device(
        user_id=user_id,
        session_key=session_key,
        kind=DeviceKind(device.kind),
        value=device.value,
        platform=device.platform,
        locale=device.locale,
        app_version=device.app_version,
        at=at,
    )


def _add_device(device: Device, at: datetime) -> Device:
    """Save a new device; what proves itself is confirmed by that, and taken from its last owner."""
    if DeviceKind(device.kind) not in ASKED_KINDS:
        present = Device.objects.filter(kind=device.kind, value=device.value, is_active=True).select_for_update()
        notifications.retire_devices([other.id for other in present], RetireReason.REPLACED, at)
        device.confirmed_at = at
    if Device.objects.filter(user_id=device.user_id, is_active=True).count() >= DEVICES_MAX:
        raise TooManyDevices(f"A person has at most {DEVICES_MAX} devices; retire one first.")
    device.save(force_insert=True)
    return device


def retire_device(*, user_id: int, device_id: UUID, at: datetime) -> None:
    """Retire one's own device, in one durable transaction. Raises: DeviceNotFound."""
    with transaction.atomic(durable=True):
        device = access.device_for(user_id=user_id, device_id=device_id)
        notifications.retire_devices([device.id], RetireReason.BY_OWNER, at)


def retire_devices_of_session(*, session_key: str, at: datetime) -> int:
    """Retire what was registered by a sign-in that ended; return how many. Joins the caller's transaction."""
    with transaction.atomic():
        # A device without a session must not match an empty key.
        found = Device.objects.filter(session_key=session_key, is_active=True).exclude(session_key="")
        return notifications.retire_devices(list(found.values_list("id", flat=True)), RetireReason.SIGNED_OUT, at)


def retire_devices_of_user(*, user_id: int, reason: RetireReason, at: datetime) -> int:
    """Retire all devices of a person; return how many. Joins the caller's transaction."""
    with transaction.atomic():
        found = Device.objects.filter(user_id=user_id, is_active=True)
        return notifications.retire_devices(list(found.values_list("id", flat=True)), reason, at)
