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
# Where browsers take pushes: Chrome and those made from it, Firefox, Safari, Edge.
PUSH_SERVICES_OF_BROWSERS = frozenset(
    {
        "fcm.googleapis.com",
        "android.googleapis.com",
        "push.services.mozilla.com",
        "push.apple.com",
        "notify.windows.com",
    }
)
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


@dataclass(frozen=True, slots=True)
class MayCall:
    """Which servers may be called, by the settings.

    `allows_local` also lets addresses of this very machine pass, by plain http: the demo and the tests live there.
    `trusted_hosts` may be inside our own network, by the operator's word. `push_services`: where browsers live, by
    the name of a host or of what it ends with.
    """

    allows_local: bool
    trusted_hosts: frozenset[str]
    push_services: frozenset[str]


def check_address(kind: DeviceKind, value: str, *, may_call: MayCall) -> None:
    """Refuse what no provider of this kind gives out. Raises: BadDevice."""
    # Printable ASCII: what is not would be refused by every provider.
    if not value or len(value) > ADDRESS_MAX_CHARS or not value.isascii() or not value.isprintable():
        raise BadDevice(f"A device's address is 1 to {ADDRESS_MAX_CHARS} printable ASCII characters.")
    if kind is DeviceKind.WEBHOOK:
        check_device_url(value, may_call=may_call)
    elif kind is DeviceKind.WEBPUSH:
        endpoint = subscription_from(value).endpoint
        check_device_url(endpoint, may_call=may_call)
        if not is_push_service(host_in(endpoint), may_call=may_call):
            raise BadDevice("That is no push service of a browser's maker, and none that this installation names.")
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


def check_device_url(url: str, *, may_call: MayCall) -> None:
    """Refuse what we must not be made to call for a device. Raises: BadDevice."""
    parts = _callable_parts(url)
    if parts.scheme == "https" and parts.hostname in may_call.trusted_hosts:
        return
    check_url(url, allows_local=may_call.allows_local)


def host_in(url: str) -> str:
    """Return the host of an address; nothing where it has none. Raises: BadDevice."""
    return _split_url(url).hostname or ""


def is_push_service(host: str, *, may_call: MayCall) -> bool:
    """Tell whether browsers live at a host: it is a maker's or the operator's, or of the demo on this machine."""
    if may_call.allows_local and is_this_machine(host):
        return True
    return is_named_in(host, may_call.push_services)


def is_named_in(host: str, names: frozenset[str]) -> bool:
    """Tell whether a host is one of these, or lies below one."""
    labels = host.split(".")
    return any(".".join(labels[first:]) in names for first in range(len(labels)))


def check_url(url: str, *, allows_local: bool) -> None:
    """Refuse what we must not be made to call. A name is looked at again when it is resolved. Raises: BadDevice."""
    parts = _callable_parts(url)
    host = parts.hostname or ""
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


# The only part of IPv6 that is given out to the public (RFC 4291, 2.4). What translates IPv4 lies outside it, but for
# 6to4 and Teredo: ::/96, ::ffff:0:0:0/96 (RFC 2765), 64:ff9b::/96 and the other prefixes of gateways (RFC 6052, 8215).
GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
# In it, and in IPv4, what IANA lists as special or what leads on to another address: protocol assignments with Teredo
# (RFC 4380), documentation, 6to4 (RFC 3056, 7526), AS112 (RFC 7534, 7535), AMT relays (RFC 7450).
SPECIAL_IN_IPV6 = [
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
# The rest of IPv4's is what `is_global` knows. The last one is inside a cloud, whatever its number looks like: its
# metadata and name service.
SPECIAL_IN_IPV4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "168.63.129.16/32",
    )
]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address is one on the public network, and leads to no other one."""
    if isinstance(address, ipaddress.IPv4Address):
        return _is_public_ipv4(address)
    if address.ipv4_mapped is not None:
        # The same address, spelled for a socket that speaks both.
        return _is_public_ipv4(address.ipv4_mapped)
    return address in GIVEN_OUT and not any(address in network for network in SPECIAL_IN_IPV6)


def _is_public_ipv4(address: ipaddress.IPv4Address) -> bool:
    is_special = any(address in network for network in SPECIAL_IN_IPV4)
    return address.is_global and not address.is_multicast and not is_special


def subscription_from(value: str) -> Subscription:
    """Return the subscription that a browser's JSON describes. Raises: BadDevice."""
    try:
        document = json.loads(value)
        endpoint, keys = document["endpoint"], document["keys"]
        p256dh, auth = keys["p256dh"], keys["auth"]
        sizes = len(_decode_bytes(p256dh)), len(_decode_bytes(auth))
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error, AttributeError) as error:
        raise BadDevice("That is no push subscription: endpoint, keys.p256dh and keys.auth are needed.") from error
    if not isinstance(endpoint, str) or sizes != (P256_POINT_BYTES, AUTH_BYTES):
        raise BadDevice("The keys of this push subscription have the wrong size.")
    return Subscription(endpoint=endpoint, p256dh=p256dh, auth=auth)


def _decode_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _callable_parts(url: str) -> SplitResult:
    parts = _split_url(url)
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise BadDevice("An address to call is https://host/path, without user and fragment.")
    return parts


def _split_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadDevice("That is no address to call.") from error
    return parts
