"""Load the demo district into an empty database, and public map data if a folder is named."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.demo.load import load_district, load_public_data


class Command(BaseCommand):
    help = "Load the demo's fictional district, or with --data public map data beside it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, help="folder with public data: us/dc/ and osm-indoor/")

    def handle(self, *, data: Path | None, **_options: object) -> None:
        if settings.MODE == "serve":
            raise CommandError("the demo's people and password do not belong into a server for real use", returncode=2)
        if data is None:
            load_district(password=settings.DEMO_PASSWORD, at=timezone.now(), say=self._say)
        else:
            load_public_data(folder=data, say=self._say)

    def _say(self, text: str) -> None:
        print(f"[demo]   {text}", file=sys.stderr, flush=True)
