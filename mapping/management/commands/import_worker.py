"""Read the files that people bring until told to stop. Several may run; what a killed one had is done by the others."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from mapping.imports.work import work_one
from mou.foundation.database.away import is_away
from mou.foundation.database.ready import refuse_unready

logger = logging.getLogger(__name__)

# Between upload and the first progress lies at most this; an idle look is one indexed read.
IDLE_S = 0.5
DATABASE_AWAY_S = 1.0


class Command(BaseCommand):
    help = "Import the plans that wait. SIGTERM and Ctrl-C end it at once; what it had in hand is put back."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="import what waits now, print the count and end")

    def handle(self, *, once: bool, **_options: object) -> None:
        refuse_unready()
        stop = threading.Event()
        if once:
            count = 0
            while work_one(clock=timezone.now, may_go_on=lambda: True):
                count += 1
            self.stdout.write(f"{count} imports handled")
            return
        stop_at_signals(stop)
        while not stop.is_set():
            try:
                if not work_one(clock=timezone.now, may_go_on=lambda: not stop.is_set()):
                    stop.wait(IDLE_S)
            except (OperationalError, InterfaceError) as error:
                if is_away(error):
                    logger.warning("the database is away (%s); trying again", type(error).__name__)
                else:
                    logger.exception("the database refuses what the import worker asks; trying again")
                connection.close()
                stop.wait(DATABASE_AWAY_S)


def stop_at_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event."""

    def set_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
