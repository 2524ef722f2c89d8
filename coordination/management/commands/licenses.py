"""Write docs/licenses.md, the licenses of everything that is installed, from the locks and the packages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.management.described import DOCS, write_or_check
from coordination.management.licenses import licenses_text


class Command(BaseCommand):
    help = "Write docs/licenses.md, the licenses of everything that is installed, from the locks and the packages."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        check = bool(options["check"])
        self.stdout.write(write_or_check(DOCS / "licenses.md", licenses_text(), command="licenses", check=check))
