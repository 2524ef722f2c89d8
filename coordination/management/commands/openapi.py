"""Write docs/openapi.json, the description of the HTTP interface, from its routes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.describe.openapi import openapi_document
from coordination.management.described import DOCS, text_of, write_or_check


class Command(BaseCommand):
    help = "Write docs/openapi.json, the description of the HTTP interface, from its routes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        text, check = text_of(openapi_document()), bool(options["check"])
        self.stdout.write(write_or_check(DOCS / "openapi.json", text, command="openapi", check=check))
