"""Restore a backup into an empty database, or prove that it could be."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.records.backup.archive import check_backup, restore_backup
from coordination.records.backup.errors import BackupFailed


class Command(BaseCommand):
    help = "Restore a backup into an empty database and walk every chain and file; with --check beside what is there."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="restore it elsewhere, walk it, remove it again")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            said = check_backup(options["file"]) if options["check"] else restore_backup(options["file"])
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        print(said)
        print("The backup is whole." if options["check"] else "Restored. Now `manage.py migrate`, then serve.")
