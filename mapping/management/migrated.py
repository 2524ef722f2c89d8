"""Refuse to work on a database that lacks tables, in words instead of a trace."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def refuse_pending_migrations() -> None:
    """Raises: CommandError: the database is behind this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("database_behind: the database is behind this version: run `python3 manage.py migrate`")
