"""Models and migrations say the same, and every migration can be applied on the database of this pass."""

import io
import re

import pytest
from django.apps import apps
from django.contrib.gis.db.models.fields import BaseSpatialField
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mou.foundation.database.ready import BEFORE, is_behind, own_migrations
from mou.foundation.database.statements import Statements

VENDORS = ("sqlite", "postgresql")
CREATED = re.compile(r"CREATE (?:OR REPLACE |CONSTRAINT )?TRIGGER (?:IF NOT EXISTS )?(\w+)")
DROPPED = re.compile(r"DROP TRIGGER (?:IF EXISTS )?(\w+)")


@pytest.mark.django_db
def test_no_model_change_is_without_its_migration() -> None:
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output, verbosity=1)
    except SystemExit:
        pytest.fail(f"run `python3 manage.py makemigrations`:\n{output.getvalue()}")


@pytest.mark.django_db
def test_a_new_database_has_every_migration() -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_server_knows_its_migrations_without_importing_them() -> None:
    assert own_migrations() == set(MigrationLoader(None).disk_migrations)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [0, -1])
def test_a_database_that_lacks_one_of_them_is_behind(missing: int) -> None:
    recorder = MigrationRecorder(connection)
    is_behind_with_all = is_behind()

    recorder.record_unapplied(*sorted(own_migrations())[missing])

    assert (is_behind_with_all, is_behind()) == (False, True)


def triggers_made(vendor: str) -> set[str]:
    """Return the triggers that all migrations together leave, by what their statements say."""
    graph = MigrationLoader(None).graph
    made: set[str] = set()
    for key in graph._generate_plan(graph.leaf_nodes(), at_end=True):
        for operation in graph.nodes[key].operations:
            if isinstance(operation, Statements):
                for statement in operation.sqlite if vendor == "sqlite" else operation.postgresql:
                    made -= set(DROPPED.findall(statement))
                    made |= set(CREATED.findall(statement))
    return made


@pytest.mark.django_db
def test_every_trigger_that_a_migration_makes_is_there_when_all_have_run() -> None:
    """For many changes SQLite builds a table anew, and drops its triggers with the old one: they must be made again."""
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    made = triggers_made(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}

    assert len(made) >= 40
    assert made - found == set()


def test_both_databases_guard_the_same_tables() -> None:
    guards = re.compile(r".*_(?:append_only|for_ever|final|released_once)")

    sqlite, postgresql = ({one for one in triggers_made(vendor) if guards.fullmatch(one)} for vendor in VENDORS)
    assert sqlite == postgresql
    assert {"log_is_append_only", "audit_is_append_only", "support_reads_are_append_only"} <= sqlite


@pytest.mark.django_db
def test_a_database_from_before_the_first_release_is_not_migrated() -> None:
    MigrationExecutor(connection).recorder.record_applied(*BEFORE)

    with pytest.raises(CommandError, match=r"database_too_old: .*manage\.py demo --fresh"):
        call_command("migrate", verbosity=0)


def test_no_migration_has_a_name_from_before_the_first_release() -> None:
    assert BEFORE not in MigrationLoader(None).disk_migrations


@pytest.mark.django_db
def test_every_place_that_is_searched_for_has_its_index() -> None:
    """To build a table anew takes SpatiaLite's index from it: what is written afterwards is then not found by place."""
    listed = {
        "sqlite": "SELECT f_table_name, f_geometry_column FROM geometry_columns WHERE spatial_index_enabled = 1",
        "postgresql": """
            SELECT indrelid::regclass::text, attname FROM pg_index
            JOIN pg_class ON pg_class.oid = indexrelid
            JOIN pg_am ON pg_am.oid = relam AND amname = 'gist'
            JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        """,
    }
    wanted = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BaseSpatialField) and field.spatial_index
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        found = set(cursor.fetchall())

    assert wanted
    assert wanted - found == set()
