"""The words of telling people who are not looking. Pure: no Django."""

import enum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class Urgency(enum.IntEnum):
    """A higher lane overtakes a lower one, always. Numbers, because the outbox is read in their order."""

    ROUTINE = 0
    URGENT = 1
    LIFE_SAFETY = 2


# A person who reads a notification of these afterwards learns its minute, and nothing closer: outbox/whole_minutes.py.
WHOLE_MINUTE_KINDS = frozenset({"tip_waits"})


# What a notification is called that carries a code to an address; its room is the code's id.
CONFIRMATION = "confirmation"


class Channel(enum.StrEnum):
    """How loud a device may become."""

    SILENT = "silent"  # neither sound nor vibration: during a lockdown a phone gives its owner away
    STANDARD = "standard"
    CRITICAL = "critical"  # breaks through "do not disturb"; never for an exercise


class Manner(Labelled):
    """How people are told of an event."""

    # What lights up at once first; who is asked for an answer and gives none is told again.
    LADDER = "ladder", _("App and browser at once, aloud; then step by step")
    # Nothing follows it.
    FIRST_WORD = "first_word", _("Every device at once, aloud, once")
    # Never by a text message or mail, which would ring.
    SILENT = "silent", _("App and browser once, without a sound")


class DeviceKind(Labelled):
    """How a device is reached; each kind has one transport."""

    FID = "fid", _("Telephone with the app")  # a Firebase installation
    TOKEN = "token", _("Telephone with the app")  # a Firebase registration token, which its maker has deprecated
    WEBPUSH = "webpush", _("Browser")
    WEBHOOK = "webhook", _("Another system")
    EMAIL = "email", _("Mail address")
    SMS = "sms", _("Telephone number, by text message")
    CONSOLE = "console", _("The demo's console")


class Way(Labelled):
    """A way to people, as the page of ways names it: each has one provider."""

    MAIL = "mail", _("Mail")
    TEXT = "text", _("Text messages")
    PHONE = "phone", _("Telephones with the app")
    BROWSER = "browser", _("Browsers")


# What lights up at once; mail is slow and text messages cost money, so they are for people who have nothing else or do
# not answer.
QUICK_KINDS = frozenset({DeviceKind.FID, DeviceKind.TOKEN, DeviceKind.WEBPUSH, DeviceKind.WEBHOOK, DeviceKind.CONSOLE})

# A person types these; the address is its own name.
TYPED_KINDS = frozenset({DeviceKind.EMAIL, DeviceKind.SMS})
# Addresses that anybody can write down, also another's: each is asked, with a code, before it is used. The others are
# given out by a provider to one installation, or prove themselves by what only their owner can receive.
ASKED_KINDS = TYPED_KINDS | {DeviceKind.WEBHOOK}


class NotificationState(enum.StrEnum):
    """Where a notification is in the queue: waiting, in a worker's hands, or done."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"  # handed over to a channel that gives no receipt
    ACCEPTED = "accepted"  # the provider took it
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # not needed any more: the person has answered


class Standing(Labelled):
    """How far an alert has come with a person, as the board shows it."""

    UNREACHABLE = "unreachable", _("Has no device")
    FAILED = "failed", _("Failed")
    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("With the provider")
    DELIVERED = "delivered", _("On the device")
    OPENED = "opened", _("Opened")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")


class ReceiptStage(enum.StrEnum):
    """What a device reports of a notification."""

    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"


class Outcome(enum.StrEnum):
    """How one try ended for one notification."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETRY = "retry"
    REFUSED = "refused"  # this message never goes; the device is fine
    DEVICE_GONE = "device_gone"  # nothing will ever reach this device again


class RetireReason(Labelled):
    """Why a device is not told anything any more."""

    BY_OWNER = "by_owner", _("you removed it")
    SIGNED_OUT = "signed_out", _("the sign-in that registered it has ended")
    REPLACED = "replaced", _("someone else has registered it since")
    GONE = "gone", _("its provider says that it is gone")
    ACCESS_ENDED = "access_ended", _("your access had ended")
