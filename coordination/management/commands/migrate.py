"""Bring the database to this version's tables; one from before the first release is refused in plain words."""

from typing import Any

from django.core.checks import Tags
from django.core.management.commands.migrate import Command as DjangoCommand

from mou.foundation.database.ready import refuse_from_before


class Command(DjangoCommand):
    # Not the pages: to load them all takes longer than to make the tables.
    requires_system_checks = [Tags.database, Tags.models]

    def handle(self, *args: Any, **options: Any) -> str | None:
        refuse_from_before()
        return super().handle(*args, **options)
