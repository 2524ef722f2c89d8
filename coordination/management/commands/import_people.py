"""Take many people into an agency from a table: all of them or none. The console is the actor."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.administration.accounts.people_file import FILE_MAX_BYTES, read_people
from coordination.administration.accounts.people_import import PeopleLook, import_people, look_at_people
from coordination.administration.errors import BadPeopleFile, PeopleDefects
from mou.models import Agency
from mou.vocabulary import OPERATOR


class Command(BaseCommand):
    help = "Take people into an agency and its schools from a CSV table; docs/operations.md has the columns."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV table with a head")
        parser.add_argument("--agency", required=True, help="name or id of the agency")
        parser.add_argument("--dry-run", action="store_true", help="say what the file would do, and do nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        agency = _find_agency(options["agency"])
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}", returncode=2)
        with path.open("rb") as opened:
            content = opened.read(FILE_MAX_BYTES + 1)
        try:
            file = read_people(content)
        except BadPeopleFile as error:
            raise CommandError(str(error), returncode=1) from error
        at = timezone.now()
        look = look_at_people(actor_id=OPERATOR, agency_id=agency.pk, file=file, at=at)
        for defect in look.defects:
            print(f"row {defect.number}: {defect.what}", file=sys.stderr)
        if look.defects:
            raise CommandError(PeopleDefects.title, returncode=1)
        if not options["dry_run"]:
            look = import_people(actor_id=OPERATOR, agency_id=agency.pk, file=file, at=at, progress=_show_progress)
        print(_sum_words(look, is_dry=options["dry_run"]))


def _find_agency(name_or_id: str) -> Agency:
    found = [
        one for one in Agency.objects.filter(guest_of_incident_id__isnull=True) if name_or_id in (one.name, str(one.pk))
    ]
    if len(found) != 1:
        raise CommandError(f"{len(found)} agencies are called {name_or_id!r}: give a name or an id", returncode=2)
    return found[0]


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _sum_words(look: PeopleLook, *, is_dry: bool) -> str:
    head = "this is what the file would do" if is_dry else "done"
    known = f"{look.known} taken in with their account, {look.offered} offered the place"
    return f"{head}: {look.new} new, {known}, {look.unchanged} left as they are"
