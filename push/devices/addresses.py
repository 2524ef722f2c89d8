"""What an address of each kind looks like. Pure: nothing is resolved or contacted here."""

import base64
import binascii
import ipaddress
import json
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from push.errors import BadDevice
from push.vocabulary import DeviceKind

ADDRESS_MAX_CHARS = 2000
E164 = re.compile(r"\+[1-9]\d{6,14}")  # ITU-T E.164: at most fifteen digits
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
FIREBASE = re.compile(r"[A-Za-z0-9_:.~%-]{1,1000}")
P256_POINT_BYTES = 65  # RFC 8291: the browser's public key, uncompressed
AUTH_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives out for web push (RFC 8030, RFC 8291)."""

    endpoint: str
    p256dh: str
    auth: str


def check_address(kind: DeviceKind, value: str, *, allows_local: bool) -> None:
    """Refuse what no provider of this kind gives out. Raises: BadDevice.

    `allows_local` also lets addresses of this very machine pass, by plain http: the demo and the tests live there.
    """
    # Printable ASCII: what is not would be refused by every provider.
    if not value or len(value) > ADDRESS_MAX_CHARS or not value.isascii() or not value.isprintable():
        raise BadDevice(f"A device's address is 1 to {ADDRESS_MAX_CHARS} printable ASCII characters.")
    if kind is DeviceKind.WEBHOOK:
        check_url(value, allows_local=allows_local)
    elif kind is DeviceKind.WEBPUSH:
        check_url(subscription_from(value).endpoint, allows_local=allows_local)
    elif kind in PATTERNS:
        pattern, words = PATTERNS[kind]
        if not pattern.fullmatch(value):
            raise BadDevice(words)


PATTERNS: dict[DeviceKind, tuple[re.Pattern[str], str]] = {
    DeviceKind.FID: (FIREBASE, "That is no Firebase installation id."),
    DeviceKind.TOKEN: (FIREBASE, "That is no Firebase registration token."),
    DeviceKind.EMAIL: (EMAIL, "That is no mail address."),
    DeviceKind.SMS: (E164, "A telephone number begins with + and its country, digits only: +15550100123."),
}


def check_words(*, platform: str, locale: str, app_version: str) -> None:
    """Refuse descriptions that are no short words. Raises: BadDevice."""
    for text, longest in ((platform, 40), (locale, 20), (app_version, 20)):
        if len(text) > longest or not text.isascii() or (text and not text.isprintable()):
            raise BadDevice("Platform, locale and app version are short words, such as android, es-MX and 1.4.")


def check_url(url: str, *, allows_local: bool) -> None:
    """Refuse what we must not be made to call. A name is looked at again when it is resolved. Raises: BadDevice."""
    parts = _split(url)
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.fragment:
        raise BadDevice("An address to call is https://host/path, without user and fragment.")
    if allows_local and is_this_machine(host):
        return
    if parts.scheme != "https":
        raise BadDevice("An address to call begins with https://.")
    if is_this_machine(host) or is_inner_address(host):
        raise BadDevice("An address to call must be on the public network.")


def is_this_machine(host: str) -> bool:
    """Tell whether a host, by its spelling, is the loopback interface."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_inner_address(host: str) -> bool:
    """Tell whether a host is a literal address that is not on the public network; a name is not."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # Also spellings such as 0x7f.1 or 2130706433: they are resolved when called, and looked at then.
        return False
    return not is_public(address)


# What leads on to another address, as a gateway translates it: IPv4 in IPv6 (RFC 4291, 6052, 8215, 3056, 4380), and the
# two that were given up and may still be routed inside (RFC 3879, 7526).
TRANSLATED = [
    ipaddress.ip_network(network)
    for network in (
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "192.88.99.0/24",
    )
]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address is one on the public network, and leads to no other one."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if any(address.version == network.version and address in network for network in TRANSLATED):
        return False
    return address.is_global and not address.is_multicast


def subscription_from(value: str) -> Subscription:
    """Return the subscription that a browser's JSON describes. Raises: BadDevice."""
    try:
        document = json.loads(value)
        endpoint, keys = document["endpoint"], document["keys"]
        p256dh, auth = keys["p256dh"], keys["auth"]
        sizes = len(_bytes(p256dh)), len(_bytes(auth))
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error, AttributeError) as error:
        raise BadDevice("That is no push subscription: endpoint, keys.p256dh and keys.auth are needed.") from error
    if not isinstance(endpoint, str) or sizes != (P256_POINT_BYTES, AUTH_BYTES):
        raise BadDevice("The keys of this push subscription have the wrong size.")
    return Subscription(endpoint=endpoint, p256dh=p256dh, auth=auth)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadDevice("That is no address to call.") from error
    return parts
