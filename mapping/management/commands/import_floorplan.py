"""Import the floors of a building from a file of any kind that is read here."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mapping.errors import BadFile, MappingError
from mapping.geometry.rings import middle_of
from mapping.imports.bounded_reading import read_bounded
from mapping.imports.readers.geojson import MAX_BYTES
from mapping.imports.readers.osm.levels import level_label
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.saving.record import source_from_bytes
from mapping.imports.saving.store import StoredPlan, check_place, import_floorplan
from mapping.imports.saving.valid_plans import valid_plan
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.management.import_report import ledger_lines, ledger_report
from mapping.sites.actions import create_site, time_zone_of
from mapping.sites.agencies import agency_named
from mapping.sites.queries import SiteView, sites_called
from mapping.vocabulary import FloorplanState, PlanFormat
from mou.foundation.database.ready import refuse_unready
from mou.vocabulary import OPERATOR, AgencyKind

BAR_CHARS = 40


class Command(BaseCommand):
    help = (
        "Import the rooms, doors and things of a plan as the next version of a building's floorplans: OpenStreetMap "
        "indoor GeoJSON, IMDF, GeoJSON with a field mapping, KML, GeoPackage, Shapefile, FileGDB, DXF, PDF, PNG, JPEG. "
        "What is wrong is listed; what was published before is kept."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", required=True, help="name or id of the site")
        parser.add_argument(
            "--building", default="", help="name of the building, where the file's own name is not meant"
        )
        parser.add_argument(
            "--new-site-in", metavar="DISTRICT", help="add the site, where the plan lies, to this district"
        )
        parser.add_argument("--time-zone", default="", help="of a site or district added here (its place's)")
        parser.add_argument("--format", dest="kind", choices=[one.value for one in PlanFormat], help="if not told")
        parser.add_argument("--mapping", default="", help="JSON: which property is number, name, category, level, kind")
        parser.add_argument("--control-points", default="", help="JSON: a list of [x, y, lon, lat]")
        parser.add_argument("--crs", default="", help="of a file that does not say its own, as in EPSG:26985")
        parser.add_argument("--page", type=int, default=1, help="of a PDF (1)")
        parser.add_argument("--level", default="", help="of a scan, or of features that say none; 0 is the ground")
        parser.add_argument("--publish", action="store_true", help="publish it at once; otherwise it is a draft")
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object with every feature's fate")

    def handle(
        self,
        *,
        file: Path,
        site: str,
        building: str,
        new_site_in: str | None,
        time_zone: str,
        publish: bool,
        dry_run: bool,
        json: bool,
        verbosity: int,
        kind: str | None,
        mapping: str,
        control_points: str,
        crs: str,
        page: int,
        level: str,
        **_options: object,
    ) -> None:
        refuse_unready()
        at, raw = timezone.now(), read_file(file)
        order = ReadingOrder(
            format=None if kind is None else PlanFormat(kind),
            mapping=mapping,
            control_points=control_points,
            crs=crs,
            page=page,
            level=level,
        )
        try:
            drawing, ledger = self._read(file, order)
            self._progress(f"Storing {sum(len(level.spaces) for level in drawing.levels)} spaces …")
            if dry_run:
                stored = None
                self._rehearse(drawing, ledger, None if new_site_in else site)
            else:
                site_id = (
                    self._new_site(site, new_site_in, time_zone, drawing, at) if new_site_in else one_site(site).id
                )
                stored = import_floorplan(
                    actor_id=OPERATOR,
                    site_id=site_id,
                    building_name=building,
                    drawing=drawing,
                    ledger=ledger,
                    source=source_from_bytes(file.name, raw),
                    state=FloorplanState.PUBLISHED if publish else FloorplanState.DRAFT,
                    at=at,
                )
        except MappingError as error:
            raise CommandError(f"{error.code}: {error.detail}") from error
        if json:
            self._print_json(drawing, ledger, stored)
            return
        for line in ledger_lines(file.name, ledger, is_verbose=verbosity > 1):
            self.stdout.write(line)
        self._print_levels(drawing, stored)

    def _read(self, file: Path, order: ReadingOrder) -> tuple[PlanDrawing, Ledger]:
        """Read the file in a process of its own, with a progress bar on a terminal. Ctrl-C ends both."""

        def heard(done: int, total: int) -> bool:
            if self.stderr.isatty() and total:
                filled = round(BAR_CHARS * done / total)
                bar = "#" * filled + "-" * (BAR_CHARS - filled)
                self.stderr.write(f"\r{file.name} [{bar}] {done}/{total}", ending="")
            return True

        reading = read_bounded(file, order, heard=heard)
        self._progress("")
        if reading.drawing is None:
            raise BadFile(reading.code, reading.detail)
        return reading.drawing, reading.ledger()

    def _rehearse(self, drawing: PlanDrawing, ledger: Ledger, site: str | None) -> None:
        plan = valid_plan(drawing, ledger)
        if site is not None:
            found = one_site(site)
            check_place(plan.first, (found.lon, found.lat))

    def _new_site(self, name: str, district: str, time_zone: str, drawing: PlanDrawing, at: datetime) -> UUID:
        location = middle_of(drawing.positions())
        if location is None:
            raise BadFile("nothing_to_draw", "The file holds nothing that could be drawn; no site was added.")
        if sites_called(name):
            raise CommandError(f"site_exists: there is a site called {name!r} already; leave --new-site-in away")
        zone = time_zone_of(time_zone, location)
        district_id = agency_named(
            actor_id=OPERATOR, kind=AgencyKind.DISTRICT, name=district, time_zone=zone, parent_id=None, at=at
        )
        return create_site(
            actor_id=OPERATOR,
            district_id=district_id,
            school_id=None,
            name=name,
            address="",
            location=location,
            boundary=drawing.outline or next((one.outline for one in drawing.buildings), ()),
            time_zone=zone,
            source_ref="",
            at=at,
        )

    def _print_levels(self, drawing: PlanDrawing, stored: StoredPlan | None) -> None:
        versions = {} if stored is None else {level.ordinal: level.version for level in stored.levels}
        for level in drawing.levels:
            state = f"version {versions[level.ordinal]}" if level.ordinal in versions else "dry run, not stored"
            self.stdout.write(
                f"{level.name}: {len(level.spaces)} spaces, {len(level.openings)} openings, "
                f"{len(level.objects)} objects ({state})"
            )

    def _print_json(self, drawing: PlanDrawing, ledger: Ledger, stored: StoredPlan | None) -> None:
        versions = {} if stored is None else {level.ordinal: level for level in stored.levels}
        levels = []
        for level in drawing.levels:
            kept = versions.get(level.ordinal)
            levels.append(
                {
                    "ordinal": level_label(level.ordinal),
                    "name": level.name,
                    "spaces": len(level.spaces),
                    "openings": len(level.openings),
                    "objects": len(level.objects),
                    "level_id": None if kept is None else str(kept.level_id),
                    "version": None if kept is None else kept.version,
                }
            )
        report = {"run_id": None if stored is None else str(stored.run_id), "levels": levels, **ledger_report(ledger)}
        self.stdout.write(json.dumps(report, ensure_ascii=False))

    def _progress(self, line: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(line)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises: CommandError: it is missing or beyond the limit."""
    if not path.is_file():
        raise CommandError(f"file_missing: there is no file {path}")
    if path.stat().st_size > MAX_BYTES:
        raise CommandError(f"file_too_large: {path.name} is larger than {MAX_BYTES} bytes")
    return path.read_bytes()


def one_site(name_or_id: str) -> SiteView:
    """Return the one site of this name or id. Raises: CommandError: there is none, or several."""
    found = sites_called(name_or_id)
    if not found:
        raise CommandError(f"site_not_found: there is no site called {name_or_id!r}; --new-site-in DISTRICT adds it")
    if len(found) > 1:
        ids = ", ".join(str(site.id) for site in found[:5])
        raise CommandError(f"site_ambiguous: {len(found)} sites are called {name_or_id!r}; give the id: {ids}")
    return found[0]
