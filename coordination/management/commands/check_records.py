"""Walk the log of every room, the audit, deletions, and every file by its hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.records.audit.chain import Broken
from coordination.records.check import check_everything


class Command(BaseCommand):
    help = "Check that no log, audit, deletion or file was changed, taken out, put in or cut off. Reads all of them."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            found = check_everything()
        except Broken as broken:
            raise CommandError(f"BROKEN: {broken}", returncode=1) from broken
        print(
            f"whole: {found.entries} entries in {found.rooms} rooms, {found.audit_events} events of the audit, "
            f"{found.files} files, {found.deletions} deletions"
        )
