"""Ask the domain name system for text records, with one deadline for the whole question.

Only for what runs beside serving: the owner of a domain chooses the server that answers, and how slowly.
"""

from collections.abc import Sequence

import dns.exception
import dns.name
import dns.resolver

from push.outgoing.calls import OutgoingCall

# What a domain says of itself may be long; ours is one of the first.
RECORDS_MOST, TEXT_MOST = 50, 1_000


class RecordsAway(OSError):
    """No server gave a definite answer in time."""


def texts_at(name: str, *, call: OutgoingCall, servers: Sequence[str] = ()) -> list[str]:
    """Return the text records of a name, an empty list where there are none. Calls the network.

    Args:
        servers: whom to ask, as host:port; none: whom this machine asks.

    Raises: RecordsAway: no server says anything, or one says that it cannot.
    """
    try:
        found = _make_resolver(servers).resolve(dns.name.from_text(f"{name}."), "TXT", lifetime=call.deadline_s)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise RecordsAway(type(error).__name__) from error
    return [b"".join(one.strings).decode("latin-1")[:TEXT_MOST] for one in list(found)[:RECORDS_MOST]]


def _make_resolver(servers: Sequence[str]) -> dns.resolver.Resolver:
    """Return one that remembers nothing: what was not there a minute ago may be there now."""
    made = dns.resolver.Resolver(configure=not servers)
    made.cache = None
    if servers:
        hosts = [one.rpartition(":") for one in servers]
        made.nameservers = [host.strip("[]") for host, _colon, _port in hosts]
        made.nameserver_ports = {host.strip("[]"): int(port) for host, _colon, port in hosts}
    return made
