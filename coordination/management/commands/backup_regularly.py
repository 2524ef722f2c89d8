"""Make the backup of today, and once a month prove one: for a timer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from coordination.records.backup.errors import BackupFailed
from coordination.records.backup.regular import back_up_regularly

KEPT = 14


class Command(BaseCommand):
    help = "Write a backup into a folder, restore one a month beside the real data to prove it, and remove old ones."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; best on another disk")
        parser.add_argument("--keep", type=int, default=KEPT, help=f"how many stay, {KEPT} unless told; at least 1")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["keep"] < 1:
            raise CommandError("--keep must be at least 1", returncode=2)
        try:
            made = back_up_regularly(options["folder"], keep=options["keep"], at=timezone.now(), told=print)
        except (BackupFailed, OSError, DatabaseError) as error:
            raise CommandError(f"no proved backup: {error}", returncode=1) from error
        print(f"{made.path}: {made.files} files and the database")
        if made.proved:
            print(f"restored beside, and {made.proved}")
        if made.removed:
            print(f"{made.removed} older ones were removed")
