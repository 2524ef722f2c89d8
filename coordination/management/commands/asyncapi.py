"""Write docs/asyncapi.json, the description of the socket, from the wire classes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.management.described import DOCS, write_or_check
from coordination.ws.asyncapi import asyncapi_document


class Command(BaseCommand):
    help = "Write docs/asyncapi.json, the description of the socket, from the wire classes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = DOCS / "asyncapi.json"
        self.stdout.write(write_or_check(path, asyncapi_document(), check=bool(options["check"])))
