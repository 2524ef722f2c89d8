"""Back up everything into one file, while a server runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from coordination.records.backup.archive import back_up
from coordination.records.backup.errors import BackupFailed


class Command(BaseCommand):
    help = "Write the database and all files into one archive. A server may run meanwhile."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive; it must not be there yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} is there already", returncode=2)
        try:
            manifest = back_up(target, at=timezone.now())
        except (BackupFailed, OSError, DatabaseError) as error:
            raise CommandError(f"no backup was made: {error}", returncode=1) from error
        print(f"{target}: {len(manifest.files) - 1} files and the database, {target.stat().st_size} bytes")
        print("Not in it: MUSTERPOINT_SECRET_KEY and the keys in MUSTERPOINT_VAR (*.pem). Keep them elsewhere.")
