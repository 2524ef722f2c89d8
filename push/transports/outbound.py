"""Call addresses that other people gave us: one request, no redirect, kept alive, and never into our own network."""

import ipaddress
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from push.devices.addresses import is_public, is_this_machine
from push.outgoing.calls import OutgoingCall
from push.outgoing.deadlines import is_over, left_s, within_deadline
from push.outgoing.http_pools import DeadlinePool, DeadlineTLSPool
from push.outgoing.names import NameUnknown, addresses_of
from push.outgoing.sockets import tls_context

ANSWER_MAX_BYTES = 4096
HOSTS_KEPT = 64
# As many as there are lines: a push service of a browser maker is the one host of hundreds of devices.
CONNECTIONS_KEPT = 96
FINAL = range(200, 600)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; the body only as far as errors need it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class OutboundRefused(Exception):
    """The address leads where we must not be led; the text is a stable code."""


class OutboundFailed(Exception):
    """No answer: away, too slow, or nothing that speaks HTTP; the text is a stable code."""


class Outbound:
    """Kept-alive connections to other people's servers. Called by many threads."""

    def __init__(self, call: OutgoingCall, *, trusted_hosts: frozenset[str], allows_local: bool) -> None:
        """`trusted_hosts` may be inside our network, by the operator's word; `allows_local` is for demo and tests."""
        self._call = call
        self._trusted_hosts = trusted_hosts
        self._allows_local = allows_local
        self._pools: dict[tuple[str, str, int, str], urllib3.HTTPConnectionPool] = {}
        self._tls: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send one POST and return the beginning of the answer. Resolves the name; calls the network.

        Raises: OutboundRefused, OutboundFailed.
        """
        return self.ask("POST", url, body=body, headers=headers, max_bytes=ANSWER_MAX_BYTES)

    def ask(self, method: str, url: str, *, body: bytes, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """Send one request and return the answer, of its body at most so many bytes. Calls the network.

        All of it ends by the call's deadline. Raises: OutboundRefused, OutboundFailed.
        """
        with within_deadline(self._call.deadline_s, most_bytes=max_bytes):
            try:
                return self._ask(method, url, body, headers, max_bytes)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise OutboundFailed("too_slow" if is_over() else "no_answer") from error

    def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str], max_bytes: int) -> Answer:
        parts = urlsplit(url)
        host, is_tls = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if is_tls else 80)
        address = self._address_of(host)
        if not is_tls and not (self._allows_local and is_this_machine(address)):
            raise OutboundRefused("address_without_tls")
        target = parts.path or "/"
        # The connection goes to the address that was judged: a name that changes its mind in between leads nowhere.
        pool = self._pool(parts.scheme, address, port, host)
        response = pool.urlopen(
            method,
            f"{target}?{parts.query}" if parts.query else target,
            body=body,
            headers={"Host": parts.netloc, **headers},
            redirect=False,
            retries=False,
            preload_content=False,
        )
        return _answer_of(response, max_bytes)

    def _address_of(self, host: str) -> str:
        """Resolve a name and judge every address it has."""
        try:
            addresses = [found.partition("%")[0] for found in addresses_of(host)]
        except NameUnknown as error:
            raise OutboundFailed("name_unknown") from error
        if host not in self._trusted_hosts and not all(self._may_call(address) for address in addresses):
            raise OutboundRefused("address_inside")
        return addresses[0]

    def _may_call(self, address: str) -> bool:
        parsed = ipaddress.ip_address(address)
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        if parsed.is_loopback:
            return self._allows_local
        return is_public(parsed)

    def _pool(self, scheme: str, address: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
        key = (scheme, address, port, host)
        with self._lock:
            if key not in self._pools:
                if len(self._pools) >= HOSTS_KEPT:
                    self._pools.pop(next(iter(self._pools)))
                self._pools[key] = self._new_pool(scheme, address, port, host)
            return self._pools[key]

    def _new_pool(self, scheme: str, address: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
        if scheme != "https":
            return DeadlinePool(address, port, maxsize=CONNECTIONS_KEPT)
        # Once for all hosts: reading the system's authorities takes longer than a handshake.
        self._tls = self._tls or tls_context()
        return DeadlineTLSPool(address, port, maxsize=CONNECTIONS_KEPT, ssl_context=self._tls, server_hostname=host)


def _answer_of(response: urllib3.BaseHTTPResponse, max_bytes: int) -> Answer:
    """Read an answer. A connection serves again only after a whole one: what is left would be taken for the next."""
    is_whole = False
    try:
        if response.status not in FINAL:
            # An interim answer (RFC 9110, 15.2): the real one is still to come.
            raise OutboundFailed("no_answer")
        body = _read_body(response, max_bytes)
        is_whole = len(body) < max_bytes
    finally:
        response.release_conn() if is_whole else response.close()
    return Answer(response.status, dict(response.headers.items()), body)


def _read_body(response: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes:
    read = bytearray()
    while len(read) < max_bytes and (piece := response.read1(max_bytes - len(read))):
        read += piece
        # What unpacks to more than it is comes without a look at the socket.
        left_s()
    return bytes(read)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, an hour at most; a date or nonsense counts as nothing said."""
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "")
    # An hour: whatever a provider says, the news does not live longer.
    return float(min(int(value), 3600)) if value.isascii() and value.isdigit() and len(value) < 10 else None
