"""Write test vectors for clients in any language."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.describe.clients.vectors import vector_texts
from coordination.management.described import DOCS, write_or_check


class Command(BaseCommand):
    help = "Write docs/examples/vectors, test vectors for clients in any language, by the server's own code."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when a file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        for name, text in vector_texts().items():
            self.stdout.write(write_or_check(DOCS / name, text, command="clients", check=bool(options["check"])))
