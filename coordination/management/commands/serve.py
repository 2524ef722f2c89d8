"""Serve for real use: settings from the environment, one listening socket, server processes and workers."""

import faulthandler
import gc
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from channels.routing import get_default_application
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver

from coordination.management.command_watch import start_command_watch
from coordination.management.exercise_keeper import start_exercise_keeper
from coordination.management.listening import address_of, listening_socket
from coordination.management.memory import keep_few_arenas
from coordination.management.process_group import GroupEnded, ProcessGroup, manage, start_workers
from coordination.management.records_keeper import start_records_keeper
from coordination.management.roster_keeper import start_roster_keeper
from coordination.management.upkeep import start_upkeep
from coordination.sockets.server.daphne import run_server
from mou.database.ready import refuse_unready

# A thread that computes gives way to the event loop after so long, not after Python's 5 ms: every socket waits for it.
SWITCH_S = 0.0005
# Python's own thresholds: many small collections hold up the event loop less than few large ones.
USUAL_GARBAGE = (2_000, 10, 10)


class Command(BaseCommand):
    help = "Serve HTTP and websockets, run the push worker and the import worker, and keep agreements up."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="IPv4 address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000); 0 takes a free one")
        parser.add_argument("--processes", type=int, default=settings.PROCESSES, help="server processes (1)")
        parser.add_argument("--no-worker", action="store_true", help="do not start the workers")
        parser.add_argument("--fd", type=int, help="serve in this process on a socket that is already listening")

    def handle(self, *_args: Any, **options: Any) -> None:
        processes = int(options["processes"])
        refuse_unsafe(processes)
        if options["fd"] is not None:
            serve_alone(options["host"], int(options["fd"]))
            return
        refuse_unready()
        # What comes now forks or never returns: no database connection may be carried along.
        connections.close_all()
        listener = listening_socket(options["host"], options["port"])
        self.stderr.write(f"listening on {address_of(listener)}")
        if processes == 1 and options["no_worker"]:
            serve_alone(options["host"], listener.fileno())
            return
        serve_group(listener, processes=processes, with_worker=not options["no_worker"])


def serve_alone(host: str, fd: int) -> None:
    """Serve in this process until a signal comes, and keep agreements up beside it."""
    keep_few_arenas()
    # What is loaded until the first request stays until the end, all but a few hundred objects. The collector would
    # look it all over now and then, a tenth of a second in which nobody hears anything.
    gc.disable()
    # Whole before a second thread begins: two threads that import the same modules wait for each other.
    get_default_application()
    get_resolver().url_patterns  # noqa: B018 - it is the asking that imports every page
    gc.freeze()
    gc.set_threshold(*USUAL_GARBAGE)
    gc.enable()
    sys.setswitchinterval(SWITCH_S)
    # What each thread is doing, written to the log: for whoever looks at a server that does not do what it should.
    faulthandler.register(signal.SIGUSR2)
    start_upkeep()
    start_command_watch()
    start_records_keeper()
    start_roster_keeper()
    start_exercise_keeper()
    run_server(host=host, port=None, fd=fd)


def refuse_unsafe(processes: int) -> None:
    """Refuse what settings cannot see: the number of processes may come from the command line."""
    if processes < 1:
        raise CommandError("--processes must be at least 1", returncode=2)
    if processes > 1 and not settings.REDIS_URL:
        raise CommandError(
            "several processes need MUSTERPOINT_REDIS: the in-memory layer reaches one process only", returncode=2
        )


def serve_group(listener: socket.socket, *, processes: int, with_worker: bool) -> None:
    """Run the children until a signal comes; exits with an error when they cannot be kept alive."""
    fd = listener.fileno()
    try:
        with ProcessGroup() as group:
            for number in range(1, processes + 1):
                group.start(f"server {number}", manage("serve", "--fd", str(fd)), pass_fds=[fd])
            if with_worker:
                start_workers(group)
            group.wait()
    except GroupEnded as ended:
        if ended.exit_code:
            raise CommandError(str(ended), returncode=ended.exit_code) from None
