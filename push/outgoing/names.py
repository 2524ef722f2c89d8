"""Resolve names of other people's servers in threads of their own: the system's resolver knows no deadline.

A name whose server never answers holds a thread for as long as the system tries; such threads are few, and no domain
holds more than a share of them. What was known a moment ago counts on while no answer comes.
"""

import ipaddress
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import LRUCache

from push.outgoing.deadlines import OutOfTime, left_s

# More than all who ask at once, because those that are given up go on for as long as the system tries.
AT_ONCE = 128
# By the last two labels of a name: one who has a domain has as many names as they like.
OF_ONE_DOMAIN = 32
FRESH_S = 60.0
KEPT_MOST = 512
# Where an older answer is known, a new one is waited for no longer than this.
ANEW_WITHIN_S = 2.0


class NameUnknown(OSError):
    """No server knows the name."""


class NamesBusy(OutOfTime):
    """Too many names are being asked for, or too many of this domain."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a name meant, and until when it is not asked for again."""

    addresses: tuple[str, ...]
    fresh_until_s: float


@dataclass(slots=True)
class Lookup:
    """One question to the system, for all who ask for the name meanwhile."""

    is_done: threading.Event = field(default_factory=threading.Event)
    addresses: tuple[str, ...] = ()


class Names:
    """The names of a process. Called by many threads."""

    def __init__(
        self,
        resolve: Callable[[str], tuple[str, ...]],
        *,
        fresh_s: float = FRESH_S,
        anew_within_s: float = ANEW_WITHIN_S,
    ) -> None:
        """`resolve` blocks for as long as it likes, and raises OSError for a name that no server knows."""
        self._resolve, self._fresh_s, self._anew_within_s = resolve, fresh_s, anew_within_s
        self._known: LRUCache[str, Known] = LRUCache(KEPT_MOST)
        self._under_way: dict[str, Lookup] = {}
        self._by_domain: Counter[str] = Counter()
        self._lock = threading.Lock()

    def addresses_of(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a name, the best first. Asks the network, within the deadline.

        Raises: NameUnknown, OutOfTime.
        """
        if _is_address(host):
            return (host,)
        with self._lock:
            known = self._known.get(host)
            if known is not None and time.monotonic() < known.fresh_until_s:
                return known.addresses
            lookup = self._lookup_of(host)
        if lookup is not None and lookup.is_done.wait(
            left_s() if known is None else min(left_s(), self._anew_within_s)
        ):
            found = lookup.addresses
            if found:
                return found
        if known is not None:
            return known.addresses
        if lookup is None:
            raise NamesBusy("too many names are being asked for")
        if lookup.is_done.is_set():
            raise NameUnknown("no one knows the name")
        raise OutOfTime("the name was not resolved in time")

    def _lookup_of(self, host: str) -> Lookup | None:
        """Return the question that is under way, or a new one; None: there are too many. Under the lock."""
        if host in self._under_way:
            return self._under_way[host]
        domain = _domain_of(host)
        if len(self._under_way) >= AT_ONCE or self._by_domain[domain] >= OF_ONE_DOMAIN:
            return None
        lookup = self._under_way[host] = Lookup()
        self._by_domain[domain] += 1
        # A daemon: a process that ends does not wait for a name server.
        threading.Thread(target=self._look_up, args=(host, lookup), name="name lookup", daemon=True).start()
        return lookup

    def _look_up(self, host: str, lookup: Lookup) -> None:
        try:
            lookup.addresses = self._resolve(host)
        except (OSError, UnicodeError):
            pass
        finally:
            domain = _domain_of(host)
            with self._lock:
                del self._under_way[host]
                self._by_domain[domain] -= 1
                if not self._by_domain[domain]:
                    del self._by_domain[domain]
                if lookup.addresses:
                    self._known[host] = Known(lookup.addresses, time.monotonic() + self._fresh_s)
            lookup.is_done.set()


def resolve_by_system(host: str) -> tuple[str, ...]:
    """Return what the system's resolver says; it may take half a minute. Raises: OSError, UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _domain_of(host: str) -> str:
    return ".".join(host.rstrip(".").lower().rsplit(".", 2)[-2:])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


_names = Names(resolve_by_system)


def addresses_of(host: str) -> tuple[str, ...]:
    """Return the addresses of a name, the best first. Asks the network, within the deadline.

    Raises: NameUnknown, OutOfTime.
    """
    return _names.addresses_of(host)
