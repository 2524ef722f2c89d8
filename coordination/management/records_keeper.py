"""Beside serving: write what was noted into the audit within a second or two, send it on, and sign heads of logs.

Threads of their own: a receiver that stands still keeps no event from being written.
"""

import logging
import threading
from collections.abc import Callable
from time import sleep

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.records.audit.intake import take_in
from coordination.records.audit.syslog import is_behind, receiver, send_due
from coordination.records.evidence.heads import sign_and_mail

logger = logging.getLogger(__name__)
INTAKE_EVERY_S = 1.0
SEND_EVERY_S = 2.0
SIGN_EVERY_S = 60.0
# After a failure: a database or receiver that is away is not asked every second.
REST_S = 10.0


def start_records_keeper() -> None:
    """Begin all three, in threads that end with the process. Raises: ImproperlyConfigured: no such receiver."""
    to = receiver()
    threading.Thread(target=_for_ever, args=(take_in_once, INTAKE_EVERY_S), name="audit", daemon=True).start()
    threading.Thread(target=_for_ever, args=(sign_once, SIGN_EVERY_S), name="heads", daemon=True).start()
    if to is not None:
        threading.Thread(target=_for_ever, args=(send_once, SEND_EVERY_S), name="syslog", daemon=True).start()


def _for_ever(look: Callable[[], bool], every_s: float) -> None:
    while True:
        sleep(every_s if look() else REST_S)


def take_in_once() -> bool:
    """Write what was noted; say whether that went well. What failed is due again."""
    return _tried(take_in)


def send_once() -> bool:
    """Send what has not gone out; say whether the receiver took it."""
    return _tried(_send)


def sign_once() -> bool:
    """Sign and mail the heads that are due; say whether that went well."""
    return _tried(lambda: sign_and_mail(timezone.now()))


def _send() -> None:
    to = receiver()
    if to is not None and is_behind():
        send_due(to, timezone.now())


def _tried(chore: Callable[[], object]) -> bool:
    close_old_connections()
    try:
        chore()
    except (DatabaseError, OSError) as error:
        logger.warning("the audit was put off (%s)", type(error).__name__)
        return False
    except Exception:
        # A thread that ends of one fault ends in silence: nothing would be recorded any more.
        logger.exception("the audit met a fault of our own")
        return False
    finally:
        # Back into the pool; a file is opened again only slowly, and nobody else waits for it.
        if connection.vendor == "postgresql":
            connection.close()
    return True
