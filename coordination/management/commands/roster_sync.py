"""Read a district's roster from the school's own system now. The console is the actor. No student is named."""

import os
import sys
from argparse import SUPPRESS, ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.errors import CoordinationError
from coordination.management.commands.roster_import import district_named, print_look
from coordination.management.process_group import IMPORT_NICENESS, end_with_parent
from coordination.rosters.connection.due import claim_one
from coordination.rosters.connection.keeping import ask_to_read, connection_of
from coordination.rosters.connection.reading import read_claimed
from coordination.rosters.work.storing import RosterLook
from mou.models import Agency
from mou.vocabulary import OPERATOR


class Command(BaseCommand):
    help = "Read a district's roster from the school's system now, by its connection; see docs/capabilities/rosters.md."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", help="name or id of the district")
        parser.add_argument("--whole", action="store_true", help="everything, not only what has changed")
        parser.add_argument("--may-shrink", action="store_true", help="also where a fifth of the students would leave")
        # What a serving process has claimed: it waits for us.
        parser.add_argument("--claim", type=UUID, help=SUPPRESS)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["claim"] is not None:
            end_with_parent()
            os.nice(IMPORT_NICENESS)
            read_claimed(options["claim"], clock=timezone.now, heard=lambda _table, _done, _total: None)
            return
        if not options["district"]:
            raise CommandError("say of which district: --district NAME", returncode=2)
        try:
            look = _read_now(district_named(options["district"]), options)
        except CoordinationError as error:
            raise CommandError(error.detail, returncode=1) from error
        print_look(look, is_dry=False)


def _read_now(district: Agency, options: dict[str, Any]) -> RosterLook:
    ask_to_read(
        actor_id=OPERATOR,
        agency_id=district.pk,
        is_whole=options["whole"],
        may_shrink=options["may_shrink"],
        at=timezone.now(),
    )
    row = connection_of(district)
    claim = None if row is None else claim_one(timezone.now(), of=row.pk)
    if claim is None:
        raise CommandError("the server is reading it already: the page of the roster says how far", returncode=1)
    look = read_claimed(claim, clock=timezone.now, heard=_show_progress)
    row = connection_of(district)
    if look is None:
        why = f"{row.failure} {row.failed_table}".strip() if row is not None else "interrupted"
        raise CommandError(f"nothing was stored: {why}", returncode=1)
    return look


def _show_progress(table: str, done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        words = f"{table or 'stored'} {done}" + (f" of {total}" if total is not None else "")
        print(f"\r{words:<60}", end="", file=sys.stderr, flush=True)
