"""Hash the passwords that the servers of this machine are told, apart from them, until told to stop."""

import os
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from coordination.sign_in.attempts.hashing import WORKER_SOCKET, worker_command, worker_environment
from mou.foundation.bounded_process.worker_sockets import listening_at


class Command(BaseCommand):
    help = "Hash passwords for all servers that share the folder of files. SIGTERM and Ctrl-C end it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fd", type=int, help="serve on a socket that is already listening")

    def handle(self, *_args: object, fd: int | None = None, **_options: object) -> None:
        listener = listening_at(settings.VAR_DIR, WORKER_SOCKET).detach() if fd is None else fd
        os.set_inheritable(listener, True)  # noqa: FBT003 - Python's own signature
        told = worker_command(listener)
        # In place of this process: what hashes has no setting of ours, in its environment or in its memory.
        os.execve(told[0], told, worker_environment())  # noqa: S606 - our own module, in this Python
