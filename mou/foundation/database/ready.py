"""Whether a database has this version's tables: asked before anybody works with it."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

# Of the migrations that there were before the first release; those that there are now began anew (decision 0156).
BEFORE = ("mou", "0002_append_only_edits")
FROM_BEFORE = (
    "database_too_old: this database is from before the first release and cannot be brought to this version. "
    "Begin with a new one: for the demo, start it with `python3 manage.py demo --fresh`; for anything else, let "
    "MUSTERPOINT_DATABASE name an empty database and run `python3 manage.py migrate`. The old one is left as it is."
)
BEHIND = "database_behind: the database is behind this version: run `python3 manage.py migrate`"


def is_from_before(applied: Iterable[tuple[str, str]]) -> bool:
    """Say whether these migrations, pairs of app and name, are those from before the first release."""
    return BEFORE in set(applied)


@cache
def own_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this version, pairs of app and name.

    By the names of their files: to import them all takes a while, and only to migrate needs what is in them.
    """
    return frozenset(
        (app.label, name)
        for app in apps.get_app_configs()
        for _, name, is_package in pkgutil.iter_modules([str(Path(app.path, "migrations"))])
        if not is_package and not name.startswith(("_", "~"))
    )


def is_behind() -> bool:
    """Say whether the database lacks a migration of this version. Raises: DatabaseError: it does not answer."""
    return not own_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def refuse_from_before() -> None:
    """Refuse a database from before the first release. Raises: CommandError, exit code 2."""
    if is_from_before(MigrationRecorder(connection).applied_migrations()):
        raise CommandError(FROM_BEFORE, returncode=2)


def refuse_unready() -> None:
    """Refuse a database that has not every table of this version. Raises: CommandError, exit code 2."""
    refuse_from_before()
    if is_behind():
        raise CommandError(BEHIND, returncode=2)
