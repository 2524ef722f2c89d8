"""Serve for real use: settings from the environment, one listening socket, server processes and workers."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from coordination.management.listening import address_of, listening_socket
from coordination.management.process_group import GroupEnded, ProcessGroup, manage_command, start_workers
from coordination.records.sealed_values import warn_of_unreadable
from coordination.records.server_keys.keeping import tell_of_keys_at_start
from coordination.setup.own_files import close_to_others
from coordination.web.own_keys import warn_of_unreadable_keys
from mou.foundation.database.ready import refuse_unready


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
            serve_here(options["host"], int(options["fd"]))
            return
        refuse_unready()
        warn_of_unreadable()
        warn_of_unreadable_keys()
        tell_of_keys_at_start()
        close_to_others(file_of_database(), settings.VAR_DIR, settings.MEDIA_ROOT, settings.EXPORTS_ROOT)
        # What comes now forks or never returns: no database connection may be carried along.
        connections.close_all()
        listener = listening_socket(options["host"], options["port"])
        self.stderr.write(f"listening on {address_of(listener)}")
        if processes == 1 and options["no_worker"]:
            serve_here(options["host"], listener.fileno())
            return
        serve_group(listener, processes=processes, with_worker=not options["no_worker"])


def file_of_database() -> str:
    """Return the path of SQLite's file; for PostgreSQL, a name that is no file of ours."""
    return str(settings.DATABASES["default"]["NAME"])


def serve_here(host: str, fd: int) -> None:
    """Serve in this process. The parent of several servers does not load it: less to wait for, less memory."""
    from coordination.management.serving_alone import serve_alone  # noqa: PLC0415 - see above

    serve_alone(host, fd)


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
                group.start(f"server {number}", manage_command("serve", "--fd", str(fd)), pass_fds=[fd])
            if with_worker:
                start_workers(group)
            group.wait()
    except GroupEnded as ended:
        if ended.exit_code:
            raise CommandError(str(ended), returncode=ended.exit_code) from None
