"""Install a street map below the plans, from a file that the operator has."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mapping.sites.street_map.streets import StreetsUnusable, install_streets, remove_streets, streets_here


class Command(BaseCommand):
    help = (
        "Show a street map below the plans: a PMTiles file with vector tiles as Protomaps' basemap has them, or a "
        "PMTiles or MBTiles file with pictures for tiles, for instance of your county from OpenStreetMap. It is looked "
        "at in a bounded process and copied; running servers show it with their next page. No map host is asked."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="without one it is said what is installed")
        parser.add_argument("--credit", default="", help="whose map it is, if the file does not say")
        parser.add_argument("--remove", action="store_true", help="take away what was installed")

    def handle(self, *, file: Path | None, credit: str, remove: bool, **_options: object) -> None:
        if remove:
            remove_streets()
        if file is not None:
            try:
                install_streets(file, credit=credit)
            except StreetsUnusable as error:
                raise CommandError(f"{file}: {error} ({error.code})") from error
        found = streets_here()
        said = "No street map is installed." if found is None else f"{found.path}: {found.credit}, {found.day}"
        self.stdout.write(said)
