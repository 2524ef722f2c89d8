"""Bring a set of OneRoster 1.2 tables into a district. The console is the actor. No student is named."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.errors import CoordinationError
from coordination.rosters.access import district_kept_for
from coordination.rosters.bounded_reading import FILE_MAX_BYTES, read_roster
from coordination.rosters.vocabulary import RosterSource
from coordination.rosters.work.storing import RosterLook, look_at_set
from coordination.rosters.work.uploads import roster_for, take_set
from mou.models import Agency
from mou.vocabulary import OPERATOR, AgencyKind


class Command(BaseCommand):
    help = "Bring OneRoster 1.2 tables (a zip with manifest.csv) into a district; see docs/capabilities/rosters.md."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="zip archive with manifest.csv")
        parser.add_argument("--district", required=True, help="name or id of the district")
        parser.add_argument("--dry-run", action="store_true", help="say what the set would do, and do nothing")
        parser.add_argument("--may-shrink", action="store_true", help="also where a fifth of the students would leave")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}", returncode=2)
        with path.open("rb") as opened:
            content = opened.read(FILE_MAX_BYTES + 1)
        try:
            look = _carried_out(district_named(options["district"]), content, options)
        except CoordinationError as error:
            where = f" ({error.pointer.removeprefix('/')})" if error.pointer else ""
            raise CommandError(f"{error.detail}{where}", returncode=1) from error
        print_look(look, is_dry=options["dry_run"])


def _carried_out(district: Agency, content: bytes, options: dict[str, Any]) -> RosterLook:
    found = read_roster(content, heard=_show_reading)
    at = timezone.now()
    if options["dry_run"]:
        return look_at_set(roster_for(district), found, at=at)
    return take_set(
        district,
        found,
        source=RosterSource.CSV,
        actor_id=OPERATOR,
        may_shrink=options["may_shrink"],
        at=at,
        progress=_show_storing,
    )


def district_named(name_or_id: str) -> Agency:
    """Return a district for the console. Raises: CommandError."""
    districts = Agency.objects.filter(kind=AgencyKind.DISTRICT.value, guest_of_incident_id__isnull=True)
    found = [one for one in districts if name_or_id in (one.name, str(one.pk))]
    if len(found) != 1:
        raise CommandError(f"{len(found)} districts are called {name_or_id!r}: give a name or an id", returncode=2)
    return district_kept_for(user_id=OPERATOR, agency_id=found[0].pk, at=timezone.now())


def _show_reading(done: int, total: int) -> bool:
    _show_progress("read", done, total)
    return True


def _show_storing(done: int, total: int) -> None:
    _show_progress("stored", done, total)


def _show_progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} {done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def print_look(look: RosterLook, *, is_dry: bool) -> None:
    """Print what a set did, or would do."""
    for one in look.defects:
        print(f"{one.table}.csv row {one.number} {one.column}: {one.code}", file=sys.stderr)
    if look.defects_total > len(look.defects):
        print(f"and {look.defects_total - len(look.defects)} more", file=sys.stderr)
    for name in look.unmatched_schools:
        print(f"no school here is called {name!r}: say on the page of the roster which it is", file=sys.stderr)
    print("this is what the set would do" if is_dry else "done")
    for table, did in look.counts.items():
        print(f"  {table}: {did.new} new, {did.changed} changed, {did.gone} gone, {did.same} as before")
    if look.shrinks:
        print(f"  {look.students_leave} students would leave: --may-shrink confirms that")
