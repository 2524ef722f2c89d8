"""Draw what the servers of this machine want drawn, apart from them, until told to stop."""

import os
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from mou.foundation.bounded_process.forks import WORKER_SOCKET, bare_environment, command_line
from mou.foundation.bounded_process.worker_sockets import listening_at


class Command(BaseCommand):
    help = "Draw papers, prints and packs for all servers that share the folder of files. SIGTERM and Ctrl-C end it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fd", type=int, help="serve on a socket that is already listening")

    def handle(self, *_args: object, fd: int | None = None, **_options: object) -> None:
        listener = listening_at(settings.VAR_DIR, WORKER_SOCKET).detach() if fd is None else fd
        os.set_inheritable(listener, True)  # noqa: FBT003 - Python's own signature
        told = command_line(listener)
        # In place of this process: what draws has no setting of ours, in its environment or in its memory.
        os.execve(told[0], told, bare_environment())  # noqa: S606 - our own module, in this Python
