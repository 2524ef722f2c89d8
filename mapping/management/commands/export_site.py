"""Write a site with its published floorplans into a file."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from mapping.errors import MappingError
from mapping.exports.made import Wanted, export_of
from mapping.exports.print_job import PrintChoice
from mapping.exports.sheets.paper import Paper
from mapping.sites.console import record_at_console
from mapping.sites.queries import site_called
from mapping.vocabulary import ExportKind
from mou.errors import PaperNotDrawn
from mou.foundation.database.ready import refuse_unready
from mou.vocabulary import OPERATOR


class Command(BaseCommand):
    help = (
        "Write a site with its published floorplans: for other programs (imdf, geojson, kml, kmz, geopackage, ng911) "
        "or for paper (svg, pdf, geotiff). The person who runs it is responsible for where the file goes."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site", help="name or id of the site")
        parser.add_argument("kind", choices=[kind.value for kind in ExportKind])
        parser.add_argument("--output", type=Path, help="file to write; otherwise the site's name, here")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en")
        parser.add_argument("--paper", choices=[paper.value for paper in Paper], default=Paper.LETTER.value)
        parser.add_argument("--training", action="store_true", help="mark every sheet as a training copy")

    def handle(
        self,
        *,
        site: str,
        kind: str,
        output: Path | None,
        language: str,
        paper: str,
        training: bool,
        **_options: object,
    ) -> None:
        refuse_unready()
        choice = PrintChoice(paper=Paper(paper), is_training=training)
        wanted = Wanted(ExportKind(kind), on=timezone.now().date(), choice=choice)
        try:
            found = site_called(site)
            with translation.override(language):
                made = export_of(found, wanted, person_id=None)
        except MappingError as error:
            raise CommandError(f"{error.code}: {error.detail}") from error
        except PaperNotDrawn as error:
            raise CommandError(f"{error.code}: {error}", returncode=1) from error
        target = output or Path(made.name)
        # Before it is written: what stands in no record leaves in no file.
        with transaction.atomic(durable=True):
            taken = {"site_exported": ("", f"{found.name} ({kind})")}
            record_at_console(found, taken, actor_id=OPERATOR, at=timezone.now())
        try:
            target.write_bytes(made.path.read_bytes())
        except OSError as error:
            raise CommandError(f"not_written: {target.name}: {error.strerror}", returncode=1) from error
        self.stdout.write(f"{target}: {target.stat().st_size} bytes")
