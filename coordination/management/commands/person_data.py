"""Write everything that is held about a person into an archive."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from coordination.models import User
from coordination.records.person_data.archive import person_archive


class Command(BaseCommand):
    help = "Write what is held about a person, for that person, into a ZIP archive. The audit has who and why."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="login or mail address")
        parser.add_argument("file", type=Path, help="the archive to write; it must not be there")
        parser.add_argument("--reason", required=True, help="why: the request and its date")

    def handle(self, *_args: Any, person: str, file: Path, reason: str, **_options: Any) -> None:
        found = User.objects.filter(Q(username=person) | Q(email__iexact=person), is_device=False).first()
        if found is None:
            raise CommandError("there is no such person", returncode=1)
        try:
            # Taken first: nothing is collected or noted when it cannot be written.
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=1) from error
        with os.fdopen(descriptor, "wb") as archive:
            archive.write(person_archive(found, by_id=None, reason=reason, source="console", at=timezone.now()))
        print(f"{file}: data.json and data.html about {found.username}")
