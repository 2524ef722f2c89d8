"""Write the HTTP interface as a collection for Bruno, with which requests are tried by hand."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.describe.operations.bruno import collection_files
from coordination.management.described import DOCS


class Command(BaseCommand):
    help = "Write a collection for Bruno into a new folder: one request for each operation of the interface."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that does not exist, or is empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder", returncode=2)
        files = collection_files(json.loads((DOCS / "openapi.json").read_text(encoding="utf-8")))
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(files) - 2} requests written to {folder}: open it in Bruno, with the environment demo")
