"""Send the audit on by syslog (RFC 5424): over UDP, TCP (RFC 6587, octet counting) or TLS (RFC 5425).

Syslog has no acknowledgement. Over TCP and TLS a batch counts as delivered when the receiver has read to its end and
closed: we close our side and wait for theirs. A batch that did not get so far is sent again, so that an event may come
twice and is known by its number. Over UDP the sender never learns whether an event arrived.
"""

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordination.records.models import AuditDelivery, AuditEvent
from coordination.vocabulary import AuditOutcome
from mou.foundation.moments import time_text
from push.outgoing.calls import SYSLOG
from push.outgoing.deadlines import within_deadline
from push.outgoing.sockets import connect_to, datagrams_to, tls_context

BATCH = 200
# One process sends; if it dies, another one does after this.
LEASE = timedelta(seconds=60)
DEFAULT_PORTS = {"udp": 514, "tcp": 601, "tls": 6514}
# log audit (13), at warning for what was refused or failed and at informational for the rest.
FACILITY, WARNING, INFORMATIONAL = 13, 4, 6
# A private enterprise number is asked of structured data; 32473 is the one for documents (RFC 5612).
DATA_ID = "audit@32473"
NIL, BOM = "-", "\ufeff"
DELIVERY = 1


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where the audit goes."""

    scheme: str
    host: str
    port: int


def receiver_of_settings() -> Receiver | None:
    """Return the receiver of the settings; none: the audit is sent nowhere. Raises: ImproperlyConfigured."""
    if not settings.SYSLOG:
        return None
    parts = urlsplit(settings.SYSLOG)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ImproperlyConfigured("MUSTERPOINT_SYSLOG must be udp://host:port, tcp://host:port or tls://host:port")
    return Receiver(parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])


def send_due(to: Receiver, at: datetime) -> int:
    """Send what has not gone out, oldest first, a batch at a time; return how many events went.

    Opens a connection for each batch and waits for the receiver. Nothing is held in the database meanwhile.
    Raises: OSError: the receiver is away; what was not delivered is due again.
    """
    sent = 0
    while True:
        after = _claim_turn(at)
        if after is None:
            return sent
        rows = list(AuditEvent.objects.filter(seq__gt=after).order_by("seq")[:BATCH])
        try:
            if rows:
                deliver_messages(to, [message_of(row) for row in rows])
        except OSError as error:
            _give_back(after, trouble=type(error).__name__)
            raise
        _give_back(rows[-1].seq if rows else after, trouble="")
        sent += len(rows)
        if len(rows) < BATCH:
            return sent


def _claim_turn(at: datetime) -> int | None:
    """Return up to where events have gone, if this process is the one that sends; durable."""
    with transaction.atomic(durable=True):
        AuditDelivery.objects.get_or_create(pk=DELIVERY)
        free = AuditDelivery.objects.filter(Q(held_until__isnull=True) | Q(held_until__lte=at), pk=DELIVERY)
        # One statement decides, whichever processes ask at once.
        if free.update(held_until=at + LEASE) != 1:
            return None
        return AuditDelivery.objects.get(pk=DELIVERY).sent_seq


def _give_back(sent_seq: int, *, trouble: str) -> None:
    with transaction.atomic(durable=True):
        AuditDelivery.objects.filter(pk=DELIVERY).update(sent_seq=sent_seq, held_until=None, trouble=trouble)


def signs_of_unsent() -> list[QuerySet[Model]]:
    """Return queries that find a row while an event waits to be sent, or the receiver's last answer was trouble."""
    sent_seq = AuditDelivery.objects.filter(pk=DELIVERY).values("sent_seq")
    unsent = AuditEvent.objects.filter(seq__gt=Coalesce(Subquery(sent_seq), 0))
    return [unsent, AuditDelivery.objects.filter(pk=DELIVERY).exclude(trouble="")]


def message_of(row: AuditEvent) -> bytes:
    """Return an event as a message of RFC 5424. Control characters never reach the line."""
    severity = INFORMATIONAL if row.outcome == AuditOutcome.DONE.value else WARNING
    at = time_text(row.at)
    data = {
        "seq": str(row.seq),
        "id": str(row.event_id),
        "kind": row.kind,
        "outcome": row.outcome,
        "person_id": str(row.person_id or ""),
        "person": row.person,
        "site_id": str(row.site_id or ""),
        "incident_id": str(row.incident_id or ""),
        "exercise": "" if row.is_exercise is None else str(row.is_exercise).lower(),
        "source": row.source,
        "hash": row.chain_hash,
    }
    told = " ".join(f'{name}="{_escape_value(value)}"' for name, value in data.items() if value)
    exercise = "EXERCISE " if row.is_exercise else ""
    head = f"<{FACILITY * 8 + severity}>1 {at} {_host_name()} musterpoint {NIL} {row.what[:32]} [{DATA_ID} {told}]"
    return f"{head} {BOM}{exercise}{row.kind}: {row.what} ({row.outcome})".encode()


def _escape_value(text: str) -> str:
    """Return a parameter's value. Source: RFC 5424, 6.3.3: three characters are escaped."""
    plain = "".join(one if one.isprintable() else " " for one in text)
    return plain.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")


def _host_name() -> str:
    name = socket.gethostname().encode("ascii", "ignore").decode()
    return name[:255] or NIL


def deliver_messages(to: Receiver, messages: Sequence[bytes]) -> None:
    """Deliver messages, or raise OSError. Over TCP and TLS returns when the receiver has read all and closed."""
    with within_deadline(SYSLOG.deadline_s, most_bytes=0):
        _deliver_messages(to, messages)


def _deliver_messages(to: Receiver, messages: Sequence[bytes]) -> None:
    if to.scheme == "udp":
        with datagrams_to(to.host, to.port) as datagrams:
            for message in messages:
                datagrams.send(message)
        return
    with connect_to(to.host, to.port) as plain:
        framed = b"".join(b"%d %b" % (len(one), one) for one in messages)
        if to.scheme == "tcp":
            plain.sendall(framed)
            plain.shutdown(socket.SHUT_WR)
            _wait_for_end(plain)
            return
        with tls_context(authorities=settings.SYSLOG_CA).wrap_socket(plain, server_hostname=to.host) as sealed:
            sealed.sendall(framed)
            # TLS closes each side by itself: our end is told, and theirs waited for. Who closes without saying so has
            # read to our end all the same: the system resets a connection of which something was not read.
            with suppress(ssl.SSLEOFError, ssl.SSLZeroReturnError):
                sealed.unwrap()


def _wait_for_end(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass  # what a receiver says is of no use to us
