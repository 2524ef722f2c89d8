"""Take pictures of every page of the demo in a real browser. How they are taken stands in tests/screens."""

import argparse
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Take pictures of every page in Chromium, with a page to look through them; --help after DIR lists options."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="where the pictures and index.html go")
        parser.add_argument("options", nargs=argparse.REMAINDER, help="see DIR --help")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("pictures are taken of the demo: start it with `python3 manage.py screenshots DIR`")
        command = [sys.executable, "-m", "tests.screens.run", options["folder"], *options["options"]]
        # The folder is named from where the person stands; the module is found from the checkout.
        path = os.pathsep.join([str(settings.BASE_DIR), *filter(None, [os.environ.get("PYTHONPATH")])])
        os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": path})  # noqa: S606 - our own module
