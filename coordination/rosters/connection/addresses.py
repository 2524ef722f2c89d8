"""Which addresses may be asked for a roster, and what asks them: https, on the public network or named by the operator.

Nothing is contacted by the check; a name is judged again when it is resolved.
"""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from coordination.rosters.errors import BadRosterConnection
from push.devices.addresses import check_url
from push.errors import BadDevice
from push.outgoing.calls import OutgoingCall
from push.transports.outbound import Outbound

ADDRESS_MAX_CHARS = 300
# OneRoster 1.2, REST binding: where the service lies on every server.
SERVICE = "/ims/oneroster/rostering/v1p2"


def base_of(text: str) -> str:
    """Return the address of a service as it is asked: a copy of the server's alone means its service.

    Raises: BadRosterConnection.
    """
    address = checked_address(text, "/base_url").rstrip("/")
    return address if address.endswith(SERVICE) else address + SERVICE


def checked_address(text: str, pointer: str) -> str:
    """Return an address that may be asked. Raises: BadRosterConnection: with the pointer of the field."""
    address = text.strip()
    parts_are_plain = address.isascii() and address.isprintable() and len(address) <= ADDRESS_MAX_CHARS - len(SERVICE)
    if not parts_are_plain or "?" in address or " " in address:
        raise BadRosterConnection(pointer=pointer)
    try:
        check_url(address, allows_local=_allows_local())
    except BadDevice as error:
        host = _host_of(address)
        if host not in settings.ROSTER_TRUSTED_HOSTS or not address.startswith("https://"):
            raise BadRosterConnection(pointer=pointer) from error
    return address


@cache
def outbound_calls(call: OutgoingCall) -> Outbound:
    """Return what carries requests of a kind."""
    return Outbound(call, trusted_hosts=settings.ROSTER_TRUSTED_HOSTS, allows_local=_allows_local())


def _allows_local() -> bool:
    return settings.MODE in ("demo", "test")


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
