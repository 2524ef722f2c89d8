"""Write docs/asyncapi.json and docs/wire.md, the descriptions of the socket, and the list of the page's panels."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.describe.asyncapi import asyncapi_document
from coordination.describe.panels import PANELS_FILE, panels_text
from coordination.describe.problem_codes import codes_text
from coordination.describe.reference import reference_text
from coordination.management.described import DOCS, text_of, write_or_check


class Command(BaseCommand):
    help = "Write docs/asyncapi.json and docs/wire.md, the descriptions of the socket, from the wire classes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        check = bool(options["check"])
        texts = {"asyncapi.json": text_of(asyncapi_document()), "wire.md": reference_text() + codes_text()}
        for name, text in texts.items():
            self.stdout.write(write_or_check(DOCS / name, text, command="asyncapi", check=check))
        self.stdout.write(write_or_check(PANELS_FILE, panels_text(), command="asyncapi", check=check))
