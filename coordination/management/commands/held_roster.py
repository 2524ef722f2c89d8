"""Write what a roster said of people under legal hold before it changed."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.audit_spool import AuditNote, note
from coordination.rosters.models import HeldRosterRow
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.models import Agency


class Command(BaseCommand):
    help = "Write what a district's roster said of people under legal hold before it changed, a JSON object a line."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("district", help="name or short name")
        parser.add_argument("file", type=Path, help="the file to write; it must not be there")
        parser.add_argument("--reason", required=True, help="why: the order and its date; the audit has it")

    def handle(self, *_args: Any, district: str, file: Path, reason: str, **_options: Any) -> None:
        found = list(Agency.objects.filter(name__iexact=district)[:2] or Agency.objects.filter(short_name=district)[:2])
        if len(found) != 1:
            raise CommandError("there is no one district of this name", returncode=1)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=1) from error
        rows = HeldRosterRow.objects.filter(roster__district=found[0]).order_by("at", "pk")
        written = 0
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            for row in rows.iterator():
                kept = {"person_id": str(row.person_id), "changed_at": row.at.isoformat(), "before": row.content}
                out.write(json.dumps(kept, ensure_ascii=False) + "\n")
                written += 1
        about = {"agency_id": str(found[0].pk), "reason": reason}
        note(AuditNote(AuditKind.EXPORT, AuditOutcome.DONE, "held_roster_exported", None, "console", about))
        print(f"{file}: {written} rows")
