"""Import a district's register: schools with their grounds, stations, hospitals."""

import json
from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mapping.errors import BadFile
from mapping.imports.readers.geojson import MAX_BYTES
from mapping.imports.readers.registers import dc_open_data
from mapping.imports.readers.registers.join import NEAR_M
from mapping.imports.registers import RegisterOutcome, import_register
from mapping.imports.saving.record import source_from_bytes
from mapping.management.import_report import ledger_lines, ledger_report, tally_line
from mapping.sites.agencies import agency_named
from mapping.vocabulary import FacilityKind
from mou.foundation.database.ready import refuse_unready
from mou.vocabulary import OPERATOR, AgencyKind


class Command(BaseCommand):
    help = (
        "Import schools, school grounds, police and fire stations and hospitals from a folder of GeoJSON files. "
        f"Schools are joined to grounds by location: containing, else nearest within {NEAR_M:.0f} m. "
        "Running it again updates what changed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="folder with " + ", ".join(dc_open_data.FILES))
        parser.add_argument("--district", default=dc_open_data.DISTRICT_NAME, help="name; founded if missing")
        parser.add_argument("--police", default=dc_open_data.POLICE_NAME, help="agency of the police stations")
        parser.add_argument("--fire", default=dc_open_data.FIRE_NAME, help="agency of the fire stations")
        parser.add_argument("--time-zone", default=dc_open_data.TIME_ZONE, help="of agencies founded here")
        parser.add_argument("--json", action="store_true", help="print one JSON object with every feature's fate")

    def handle(
        self,
        *,
        folder: Path,
        district: str,
        police: str,
        fire: str,
        time_zone: str,
        json: bool,
        verbosity: int,
        **_options: object,
    ) -> None:
        refuse_unready()
        files = read_folder(folder)
        self._progress(f"Reading {', '.join(files)} …")
        try:
            register = dc_open_data.read_register(files)
        except BadFile as error:
            raise CommandError(f"{error.code}: {error.detail}") from error
        self._progress("Joining and storing …")
        outcome = self._store(register, files, (district, police, fire), time_zone)
        if json:
            self._print_json(register, outcome, files)
            return
        for name, ledger in register.ledgers.items():
            for line in ledger_lines(name, ledger, is_verbose=verbosity > 1):
                self.stdout.write(line)
        self.stdout.write(tally_line("sites", outcome.sites))
        self.stdout.write(tally_line("facilities", outcome.facilities))

    def _store(
        self, register: dc_open_data.Register, files: dict[str, bytes], names: tuple[str, str, str], time_zone: str
    ) -> RegisterOutcome:
        at = timezone.now()

        def agency(kind: AgencyKind, name: str) -> UUID:
            return agency_named(actor_id=OPERATOR, kind=kind, name=name, time_zone=time_zone, parent_id=None, at=at)

        district, police, fire = names
        return import_register(
            actor_id=OPERATOR,
            district_id=agency(AgencyKind.DISTRICT, district),
            register=register,
            agency_ids={
                FacilityKind.POLICE_STATION: agency(AgencyKind.POLICE, police),
                FacilityKind.FIRE_STATION: agency(AgencyKind.FIRE, fire),
            },
            sources={name: source_from_bytes(name, raw) for name, raw in files.items()},
            at=at,
        )

    def _print_json(self, register: dc_open_data.Register, outcome: RegisterOutcome, files: dict[str, bytes]) -> None:
        report = {
            "district_id": str(outcome.district_id),
            "files": {name: ledger_report(ledger) for name, ledger in register.ledgers.items()},
            "files_missing": [name for name in dc_open_data.FILES if name not in files],
            "sites": outcome.sites,
            "facilities": outcome.facilities,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False))

    def _progress(self, line: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(line)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the register's files in a folder. Raises: CommandError: no schools, or a file beyond the limit."""
    files = {}
    for name in dc_open_data.FILES:
        path = folder / name
        if path.is_file():
            if path.stat().st_size > MAX_BYTES:
                raise CommandError(f"file_too_large: {name} is larger than {MAX_BYTES} bytes")
            files[name] = path.read_bytes()
    if dc_open_data.SCHOOLS_FILE not in files:
        raise CommandError(f"file_missing: {folder} holds no {dc_open_data.SCHOOLS_FILE}")
    return files
