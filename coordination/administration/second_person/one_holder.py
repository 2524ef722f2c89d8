"""Whether two accounts are one person's: what reaches both says so, whichever way they were made."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from coordination.models import User
from mou.agencies.makers import LATELY
from mou.agencies.names import seen_as
from push.models import Device
from push.vocabulary import DeviceKind

# What stands in an office is everybody's there.
OF_NOBODY = (DeviceKind.CONSOLE.value, DeviceKind.WEBHOOK.value)
# A number with and without its country is one.
PHONE_DIGITS, PHONE_LEAST = 10, 7


def are_one_holder(one_id: int, other_id: int, at: datetime) -> bool:
    """Say whether a mailbox, a phone number or a device is that of both accounts, or was lately. At most four queries.

    An address is compared as its mailbox reads: without what stands behind a plus sign, dots and look-alike letters.
    """
    return one_id == other_id or not _ways_to(one_id, at).isdisjoint(_ways_to(other_id, at))


def _ways_to(user_id: int, at: datetime) -> set[str]:
    ways = set()
    for email, phone in User.objects.filter(pk=user_id).values_list("email", "phone"):
        ways |= {_mailbox_of(email), _number_of_phone(phone)}
    return {*ways, *_devices_of(user_id, at)} - {""}


def _devices_of(user_id: int, at: datetime) -> Iterator[str]:
    """Yield what a person is told by, and was until lately: signing in elsewhere with it takes it from them."""
    rows = Device.objects.filter(Q(is_active=True) | Q(retired_at__gt=at - LATELY), user_id=user_id)
    told = rows.filter(confirmed_at__isnull=False).exclude(kind__in=OF_NOBODY)
    for kind, value in told.values_list("kind", "value"):
        if kind == DeviceKind.EMAIL.value:
            yield _mailbox_of(value)
        elif kind == DeviceKind.SMS.value:
            yield _number_of_phone(value)
        else:
            yield f"{kind}:{value}"


def _mailbox_of(address: str) -> str:
    name, at_sign, domain = address.rpartition("@")
    if not at_sign:
        return ""
    return f"mail:{seen_as(name.partition('+')[0].replace('.', ''))}@{seen_as(domain)}"


def _number_of_phone(phone: str) -> str:
    # An extension, " x12", makes no other holder of it: else one would be added to seem two.
    digits = "".join(one for one in phone.partition("x")[0] if one.isdecimal())
    return f"phone:{digits[-PHONE_DIGITS:]}" if len(digits) >= PHONE_LEAST else ""
