"""Beside serving: write what was noted into the audit within a second or two, send it on, and sign heads of logs.

Threads of their own: a receiver that stands still keeps no event from being written.
"""

import threading
from datetime import datetime
from time import sleep

from django.conf import settings
from django.db.models import Model, QuerySet

from coordination.audit_spool import NOTED
from coordination.management.clockwork import Clockwork, attempt_work
from coordination.records.audit.intake import take_in
from coordination.records.audit.syslog import Receiver, receiver_of_settings, send_due, signs_of_unsent
from coordination.records.evidence.heads import recent_heads, rooms_due, sign_and_mail

# What is noted meanwhile goes with the same transaction.
GATHER_S = 1.0
# What processes have noted that are gone, and what the disk or the database did not take, is looked for after this.
LOOK_EVERY_S = 10.0


def start_audit_intake() -> None:
    """Begin to write what is noted, in a thread that ends with the process. It asks the folder, not the database."""
    threading.Thread(target=_take_in_for_ever, name="audit", daemon=True).start()


def _take_in_for_ever() -> None:
    while True:
        attempt_work("audit", take_in_once)
        NOTED.wait(LOOK_EVERY_S)
        sleep(GATHER_S)


def take_in_once() -> None:
    """Write what was noted. What failed is due again with the next look."""
    NOTED.clear()
    take_in()


def clockworks_of_records() -> list[Clockwork]:
    """Return what signs heads, and what sends the audit on where there is a receiver.

    Raises: ImproperlyConfigured: no such receiver.
    """
    heads = Clockwork("heads", _signs_of_heads, _sign_heads, every_s=60.0)
    to = receiver_of_settings()
    return [heads] if to is None else [heads, _clockwork_of_syslog(to)]


def _signs_of_heads(at: datetime) -> list[QuerySet[Model]]:
    return [rooms_due(at), *([recent_heads(at)] if settings.HAS_MAIL else [])]


def _sign_heads(at: datetime) -> None:
    sign_and_mail(at)


def _clockwork_of_syslog(to: Receiver) -> Clockwork:
    def send(at: datetime) -> None:
        send_due(to, at)

    return Clockwork("syslog", lambda _at: signs_of_unsent(), send, every_s=2.0)
