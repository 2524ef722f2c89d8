"""Serve in this process: all that a server loads and begins before the first request."""

import faulthandler
import gc
import signal
import sys
from datetime import datetime

from channels.routing import get_default_application
from django.urls import get_resolver

from coordination.administration.single_sign_on.domains import claims_due, look_at_due
from coordination.drills.conduct.work.injects import deliver_due, led_by_the_clock
from coordination.family_messages.work.outbox import (
    send_family_mail,
    send_family_texts,
    signs_of_family_mail,
    signs_of_family_texts,
)
from coordination.incident.reach.clock import keep_tests, signs_of_tests
from coordination.mailing.outbox import send_due_mail, signs_of_mail
from coordination.management.backup_keeper import clockwork_of_backups
from coordination.management.clockwork import ClockKeeper, Clockwork
from coordination.management.command_watch import (
    clockwork_of_aid,
    clockwork_of_command,
    clockwork_of_staff,
    watch_of_server,
)
from coordination.management.memory import keep_few_arenas
from coordination.management.records_keeper import clockworks_of_records, start_audit_intake
from coordination.management.roster_keeper import clockworks_of_rosters
from coordination.management.upkeep import start_upkeep
from coordination.sockets.server.daphne import run_server
from mou.agencies.shifts.clock import change_due_duty, duty_due

# A thread that computes gives way to the event loop after so long, not after Python's 5 ms: every socket waits for it.
SWITCH_S = 0.0005
# Python's own thresholds: many small collections hold up the event loop less than few large ones.
USUAL_GARBAGE = (2_000, 10, 10)


def serve_alone(host: str, fd: int) -> None:
    """Serve in this process until a signal comes, and keep agreements up beside it."""
    keep_few_arenas()
    # What is loaded until the first request stays until the end, all but a few hundred objects. The collector would
    # look it all over now and then, a tenth of a second in which no client hears anything.
    gc.disable()
    # Whole before a second thread begins: two threads that import the same modules wait for each other.
    get_default_application()
    get_resolver().url_patterns  # noqa: B018 - it is the asking that imports every page
    gc.freeze()
    gc.set_threshold(*USUAL_GARBAGE)
    gc.enable()
    sys.setswitchinterval(SWITCH_S)
    # What each thread is doing, written to the log: for an operator whose server does not do what it should.
    faulthandler.register(signal.SIGUSR2)
    start_upkeep()
    start_audit_intake()
    ClockKeeper(clockworks_of_server()).start()
    run_server(host=host, port=None, fd=fd)


def clockworks_of_server() -> list[Clockwork]:
    """Return what every serving process does by the clock. Raises: ImproperlyConfigured: no such syslog receiver."""
    command = clockwork_of_command(watch_of_server())
    # Each second while an exercise runs: at the fastest pace that is a minute of its time.
    injects = Clockwork("injects", lambda _at: [led_by_the_clock()], _deliver_injects, every_s=1.0)
    domains = Clockwork("domains", lambda at: [claims_due(at)], _look_at_domains, every_s=1.0)
    duty = Clockwork("duty", lambda at: [duty_due(at)], _change_duty, every_s=1.0)
    tests = Clockwork("alarm tests", signs_of_tests, keep_tests, every_s=2.0)
    mail = Clockwork("mail", signs_of_mail, send_due_mail, every_s=2.0)
    family_mail = Clockwork("mail to families", signs_of_family_mail, send_family_mail, every_s=2.0)
    family_texts = Clockwork("texts to families", signs_of_family_texts, send_family_texts, every_s=2.0)
    return [
        command,
        clockwork_of_aid(),
        clockwork_of_staff(),
        injects,
        domains,
        duty,
        tests,
        mail,
        family_mail,
        family_texts,
        clockwork_of_backups(),
        *clockworks_of_rosters(),
        *clockworks_of_records(),
    ]


def _deliver_injects(at: datetime) -> None:
    deliver_due(at)


def _change_duty(at: datetime) -> None:
    change_due_duty(at)


def _look_at_domains(at: datetime) -> None:
    look_at_due(at)
