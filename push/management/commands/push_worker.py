"""Deliver notifications until told to stop. Several may run; a killed one is made good by the others."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from push.delivery import deliver_due
from push.transport import Transport
from push.transports.console import ConsoleTransport
from push.vocabulary import DeviceKind

logger = logging.getLogger(__name__)

IDLE_S = 0.5
DATABASE_AWAY_S = 1.0


class Command(BaseCommand):
    help = "Deliver notifications. SIGTERM and Ctrl-C end it after the current batch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due now, print the count and end")

    def handle(self, *, once: bool, **_options: object) -> None:
        transports: dict[DeviceKind, Transport] = {
            DeviceKind.CONSOLE: ConsoleTransport(settings.VAR_DIR / "push-console.jsonl")
        }
        if once:
            self.stdout.write(f"{deliver_all(transports, threading.Event())} notifications handled")
            return
        stop = threading.Event()
        stop_at_signals(stop)
        while not stop.is_set():
            stop.wait(work_a_while(transports, stop))


def work_a_while(transports: dict[DeviceKind, Transport], stop: threading.Event) -> float:
    """Deliver all that is due and return how many seconds to rest. A database that is away is waited for."""
    try:
        deliver_all(transports, stop)
    except (OperationalError, InterfaceError) as error:
        logger.warning("the database is away (%s); trying again", type(error).__name__)
        connection.close()
        return DATABASE_AWAY_S
    return IDLE_S


def deliver_all(transports: dict[DeviceKind, Transport], stop: threading.Event) -> int:
    """Deliver batch after batch until nothing is due, or until told to stop; return how many were handled."""
    total = 0
    while not stop.is_set() and (count := deliver_due(transports=transports, clock=timezone.now)):
        total += count
    return total


def stop_at_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event; the batch under way is finished first."""

    def set_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
