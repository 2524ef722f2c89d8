"""Write what documents say of routes, acts, alerts and closed lists, and where the sample proxy takes files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coordination.describe.administrative_acts import acts_text
from coordination.describe.clients.outbox_rule import outbox_table
from coordination.describe.clients.typescript import TYPES_FILE, types_text
from coordination.describe.mobile import mobile_text, write_marked
from coordination.describe.openapi import openapi_document
from coordination.describe.proxy import proxy_text
from coordination.describe.vocabulary import vocabulary_text
from coordination.management.described import DOCS, text_of, write_or_check

# The sample that people copy; where files are brought is written into it.
PROXY = "../deploy/nginx.conf"


class Command(BaseCommand):
    help = (
        "Write docs/openapi.json, administrative-acts.md, tables of mobile.md, protocol.md and vocabulary.md, a line of"
        " deploy/nginx.conf, and the types of the JavaScript client library."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file has drifted")

    def handle(self, *_args: Any, **options: Any) -> None:
        check = bool(options["check"])
        document = openapi_document()
        texts = {
            "openapi.json": text_of(document),
            "administrative-acts.md": acts_text(),
            "mobile.md": mobile_text((DOCS / "mobile.md").read_text(encoding="utf-8"), document),
            "protocol.md": write_marked((DOCS / "protocol.md").read_text(encoding="utf-8"), {"outbox": outbox_table()}),
            "vocabulary.md": vocabulary_text((DOCS / "vocabulary.md").read_text(encoding="utf-8")),
            PROXY: proxy_text((DOCS / PROXY).read_text(encoding="utf-8")),
        }
        for name, text in texts.items():
            self.stdout.write(write_or_check(DOCS / name, text, command="openapi", check=check))
        self.stdout.write(write_or_check(TYPES_FILE, types_text(), command="openapi", check=check))
