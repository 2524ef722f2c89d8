"""Models and migrations say the same, and every migration can be applied on the database of this pass."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


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
