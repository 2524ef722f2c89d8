"""The words of telling people who are not looking. Pure: no Django."""

import enum


class Urgency(enum.IntEnum):
    """A higher lane overtakes a lower one, always. Numbers, because the outbox is read in their order."""

    ROUTINE = 0
    URGENT = 1
    LIFE_SAFETY = 2


class DeviceKind(enum.StrEnum):
    """How a device is reached; each kind has one transport."""

    CONSOLE = "console"


class NotificationState(enum.StrEnum):
    """Where a notification is: waiting, in a worker's hands, or done."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"  # handed over to a channel that gives no receipt
    ACCEPTED = "accepted"  # the provider took it
    FAILED = "failed"
    EXPIRED = "expired"


class Outcome(enum.StrEnum):
    """How one try ended for one notification."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETRY = "retry"
    REFUSED = "refused"  # this message never goes; the device is fine
    DEVICE_GONE = "device_gone"  # nothing will ever reach this device again


class RetireReason(enum.StrEnum):
    """Why a device is not told anything any more."""

    BY_OWNER = "by_owner"
    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"  # the same address was registered by somebody else
    GONE = "gone"  # its provider says so
    ACCESS_ENDED = "access_ended"
