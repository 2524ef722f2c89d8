"""What can go wrong with devices. Each class is something a caller can act on; codes are stable."""

from typing import ClassVar


class PushError(Exception):
    """Root of this package's errors. `code` and `status` are part of the interface; the text is for people."""

    code: ClassVar[str] = "push_error"
    status: ClassVar[int] = 400


class DeviceNotFound(PushError):
    """The device does not exist, or belongs to somebody else: the two look the same."""

    code = "device_not_found"
    status = 404


class NotificationNotFound(PushError):
    """There is no such notification, or it went to somebody else: the two look the same."""

    code = "notification_not_found"
    status = 404


class BadDevice(PushError):
    code = "bad_device"
    status = 422


class TooManyDevices(PushError):
    code = "too_many_devices"
    status = 409


class DeviceConflict(PushError):
    """Two registrations of one address at the same instant; the second may simply try again."""

    code = "device_conflict"
    status = 409
