"""Write what clients are built on: the types of the JavaScript library, and test vectors for any language."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.describe.clients.typescript import TYPES_FILE, types_text
from coordination.describe.clients.vectors import vector_texts
from coordination.management.described import DOCS, write_or_check


class Command(BaseCommand):
    help = "Write the types of the JavaScript client library, and docs/examples/vectors, from the server's own code."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when a file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        texts = {TYPES_FILE: types_text(), **{DOCS / name: text for name, text in vector_texts().items()}}
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.stdout.write(write_or_check(path, text, command="clients", check=bool(options["check"])))
