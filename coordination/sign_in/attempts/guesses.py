"""Count wrong passwords in the database, over all processes: who guesses gains nothing by meeting another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from coordination.models import WrongPassword
from mou.foundation.chore_signs import due_while


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong passwords from one address within a time, for any login or for one."""

    most: int
    within: timedelta
    is_per_login: bool


# They slow an address down and lock no one out: a school behind one address signs in as it likes, and a stranger who
# guesses for a dispatcher costs the dispatcher nothing.
LIMITS = (
    Limit(120, timedelta(minutes=1), is_per_login=False),
    Limit(5, timedelta(seconds=20), is_per_login=True),
    Limit(20, timedelta(minutes=5), is_per_login=True),
)
SUBSCRIBER_BITS = 64
ADDRESS_CHARS = 45  # of the column
REMEMBERED = max(limit.within for limit in LIMITS)


def has_guessed_too_often(*, address: str, login: str, at: datetime, limits: Sequence[Limit] = LIMITS) -> bool:
    """Tell whether an address has to wait before it tries this login. One query."""
    address = network_of(address)
    counted = {f"number_{number}": _count_guesses(limit, login, at) for number, limit in enumerate(limits)}
    found = WrongPassword.objects.filter(address=address, at__gt=at - REMEMBERED).aggregate(**counted)
    return any(found[name] >= limit.most for name, limit in zip(counted, limits, strict=True))


def _count_guesses(limit: Limit, login: str, at: datetime) -> Count:
    condition = Q(at__gt=at - limit.within)
    return Count("pk", filter=condition & Q(login=_hash_login(login)) if limit.is_per_login else condition)


def address_at(door: str, address: str) -> str:
    """Return an address as a door beside sign-in counts it: what is tried there takes no try of sign-in."""
    return _hash_login(f"{door} {network_of(address)}")[:ADDRESS_CHARS]


def network_of(address: str) -> str:
    """Return what one subscriber holds: an IPv4 address, or the first half of an IPv6 one (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return address if found.version == 4 else str(ip_network((found, SUBSCRIBER_BITS), strict=False))


def without_mapping(address: str) -> str:
    """Return an IPv4 address as itself, also where it is written as ::ffff:192.0.2.7; any other as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped) if found.version == 6 and found.ipv4_mapped is not None else address


def note_wrong_password(*, address: str, login: str, at: datetime) -> None:
    """Write down that a password was wrong. Commits."""
    WrongPassword.objects.create(address=network_of(address), login=_hash_login(login), at=at)


@due_while(lambda at: [_old_passwords(at)])
def forget_wrong_passwords(at: datetime) -> None:
    """Delete what counts no longer. Commits."""
    _old_passwords(at).delete()


def _old_passwords(at: datetime) -> QuerySet[WrongPassword]:
    return WrongPassword.objects.filter(at__lte=at - REMEMBERED)


def _hash_login(login: str) -> str:
    # Of one length, and not what was typed: people type their password into the wrong field.
    return salted_hmac("coordination.sign_in.attempts.guesses", login.lower(), algorithm="sha256").hexdigest()
