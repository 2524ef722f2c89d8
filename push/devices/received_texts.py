"""Who sent us a text message: the one person who has shown that the number is theirs; and each message once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from push.models import Device, ReceivedText
from push.texts import language_of
from push.vocabulary import DeviceKind

# A finger that corrects itself writes a few. What comes beyond is dropped, and nothing is answered.
MOST, WINDOW = 30, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Writer:
    """A person who writes from a telephone of theirs, and the language in which we write to it."""

    user_id: int
    language: str


def writer_at(number: str) -> Writer | None:
    """Return whose confirmed, active number this is; None for every other number. One query."""
    device = Device.objects.filter(
        kind=DeviceKind.SMS.value,
        value=number,
        is_active=True,
        confirmed_at__isnull=False,
        user__is_active=True,
    ).first()
    return None if device is None else Writer(device.user_id, language_of(device.locale))


def is_to_be_read(writer: Writer, carrier_id: str, *, at: datetime) -> bool:
    """Tell whether a message is new, and not one of far too many."""
    if ReceivedText.objects.filter(carrier_id=carrier_id).exists():
        return False
    recent = ReceivedText.objects.filter(user_id=writer.user_id, received_at__gt=at - WINDOW)
    return recent.count() < MOST


def remember_text(writer: Writer, carrier_id: str, *, at: datetime) -> None:
    """Write down that a message was carried out. Two deliveries at once leave one row."""
    ReceivedText.objects.get_or_create(carrier_id=carrier_id, defaults={"user_id": writer.user_id, "received_at": at})
