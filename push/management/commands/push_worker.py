"""Deliver notifications until told to stop. Several may run; a killed one is made good by the others."""

import gc
import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from push.outbox.delivery import Delivery, Look, deliver_due
from push.outbox.wake import choose_bell
from push.transport import Transport
from push.transports.configured import configured_transports
from push.vocabulary import DeviceKind

logger = logging.getLogger(__name__)

# How long an idle worker sleeps when nothing wakes it; what is urgent does, so this is for rungs and routine news.
IDLE_S = 0.5
DATABASE_AWAY_S = 1.0
DATABASE_AWAY = (OperationalError, InterfaceError)


class Command(BaseCommand):
    help = "Deliver notifications. SIGTERM and Ctrl-C end it after what is being sent."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due now, print the count and end")

    def handle(self, *, once: bool, **_options: object) -> None:
        transports = transports_or_refusal()
        if once:
            self.stdout.write(f"{deliver_due(transports=transports, clock=timezone.now)} notifications handled")
            return
        stop = threading.Event()
        stop_at_signals(stop)
        load_what_alerts_need()
        # What is imported by now stays until the end: the collector need not look at it again at every alarm.
        gc.freeze()
        try:
            deliver_until(stop, transports)
        except DATABASE_AWAY as error:
            # Told to stop while the database is away: the leases end, and what was sent goes out again.
            logger.warning("ended without the database (%s)", type(error).__name__)


def load_what_alerts_need() -> None:
    """Load who may still be told, and the words in each language, before anybody waits for an alert."""
    import_string(settings.PUSH_GATE)
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")


def transports_or_refusal() -> dict[DeviceKind, Transport]:
    """Return the configured transports. Raises: CommandError: a file or an address in the settings makes no sense."""
    try:
        return configured_transports()
    except (OSError, ValueError, TypeError) as error:
        reason = f"push cannot start with these settings ({type(error).__name__}); push_selftest says more"
        raise CommandError(reason, returncode=2) from error


def deliver_until(stop: threading.Event, transports: dict[DeviceKind, Transport], *, idle_s: float = IDLE_S) -> None:
    """Deliver what comes until told to stop, and wait for a database that is away.

    The lines stay open meanwhile, and what was sent is written down once it is back: it must not go out again.
    """
    with Delivery(transports=transports, clock=timezone.now) as delivery:
        while not stop.is_set():
            try:
                _deliver_until_stopped(stop, delivery, idle_s)
            except DATABASE_AWAY as error:
                logger.warning("the database is away (%s); trying again", type(error).__name__)
                connection.close()
                stop.wait(DATABASE_AWAY_S)


def _deliver_until_stopped(stop: threading.Event, delivery: Delivery, idle_s: float) -> None:
    # The bell before the first look: what is committed in between rings.
    with choose_bell() as heard:
        look = Look.ALL
        while not stop.is_set():
            delivery.step(wait_s=0, look=look)
            look = delivery.wait(heard, idle_s=idle_s)


def stop_at_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event; the batch under way is finished first."""

    def set_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
