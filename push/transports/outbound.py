"""Call addresses that other people gave us: one request, no redirect, kept alive, and never into our own network."""

import ipaddress
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from push.devices.addresses import is_public, is_this_machine

TIMEOUT_S = 5
ANSWER_MAX_BYTES = 4096
# A whole answer has to be there by then: one that comes byte by byte keeps no thread.
ANSWER_WITHIN_S = 10
HOSTS_KEPT = 64
# As many as there are lines: a push service of a browser maker is the one host of hundreds of devices.
CONNECTIONS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for the connection and for each piece of an answer, and for the whole of it."""

    piece_s: float = TIMEOUT_S
    answer_s: float = ANSWER_WITHIN_S


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

    def __init__(self, *, trusted_hosts: frozenset[str], allows_local: bool, patience: Patience = Patience()) -> None:
        """`trusted_hosts` may be inside our network, by the operator's word; `allows_local` is for demo and tests."""
        self._patience = patience
        self._trusted_hosts = trusted_hosts
        self._allows_local = allows_local
        self._pools: dict[tuple[str, str, int, str], urllib3.HTTPConnectionPool] = {}
        self._lock = threading.Lock()

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send one POST and return the beginning of the answer. Resolves the name; calls the network.

        Raises: OutboundRefused, OutboundFailed.
        """
        return self.ask("POST", url, body=body, headers=headers, max_bytes=ANSWER_MAX_BYTES)

    def ask(self, method: str, url: str, *, body: bytes, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """Send one request and return the answer, of its body at most so many bytes. Calls the network.

        Raises: OutboundRefused, OutboundFailed.
        """
        parts = urlsplit(url)
        host, is_tls = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if is_tls else 80)
        address = self._address_of(host, port)
        if not is_tls and not (self._allows_local and is_this_machine(address)):
            raise OutboundRefused("address_without_tls")
        target = parts.path or "/"
        # The connection goes to the address that was judged: a name that changes its mind in between leads nowhere.
        pool = self._pool(parts.scheme, address, port, host)
        try:
            response = pool.urlopen(
                method,
                f"{target}?{parts.query}" if parts.query else target,
                body=body,
                headers={"Host": parts.netloc, **headers},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            answer = Answer(
                response.status, dict(response.headers.items()), _read(response, max_bytes, self._patience.answer_s)
            )
            # What is longer is not read to its end: the connection is given up instead.
            response.close() if response.length_remaining else response.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise OutboundFailed("no_answer") from error
        return answer

    def _address_of(self, host: str, port: int) -> str:
        """Resolve a name and judge every address it has."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise OutboundFailed("name_unknown") from error
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
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
                self._pools[key] = _new_pool(scheme, address, port, host, self._patience.piece_s)
            return self._pools[key]


def _read(response: urllib3.BaseHTTPResponse, max_bytes: int, within_s: float) -> bytes:
    """Return the body's beginning. Raises: OutboundFailed: it does not come in time."""
    try:
        return _pieces(response, max_bytes, time.monotonic() + within_s)
    except (urllib3.exceptions.HTTPError, OutboundFailed):
        # What is left of it would be taken for the answer to the next question.
        response.close()
        raise


def _pieces(response: urllib3.BaseHTTPResponse, max_bytes: int, deadline_s: float) -> bytes:
    read = bytearray()
    while len(read) < max_bytes and (piece := response.read1(max_bytes - len(read))):
        read += piece
        if time.monotonic() > deadline_s:
            raise OutboundFailed("too_slow")
    return bytes(read)


def _new_pool(scheme: str, address: str, port: int, host: str, piece_s: float) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=TIMEOUT_S, read=piece_s)
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address, port, timeout=timeout, maxsize=CONNECTIONS_KEPT, server_hostname=host, assert_hostname=host
        )
    return urllib3.HTTPConnectionPool(address, port, timeout=timeout, maxsize=CONNECTIONS_KEPT)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, an hour at most; a date or nonsense counts as nothing said."""
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "")
    # An hour: whatever a provider says, the news does not live longer.
    return float(min(int(value), 3600)) if value.isascii() and value.isdigit() and len(value) < 10 else None
