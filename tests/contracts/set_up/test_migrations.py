"""Models and migrations say the same, and every migration can be applied on the database of this pass."""

import io

import pytest
from django.apps import apps
from django.contrib.gis.db.models.fields import BaseSpatialField
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mou.foundation.database.ready import BEFORE, is_behind, own_migrations


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


# For many changes SQLite builds a table anew, and drops its triggers with the old one: a migration that changes one of
# these tables must make them again.
KEEPERS = {
    "acts_are_append_only",
    "assessment_reads_are_append_only",
    "assessment_records_are_append_only",
    "case_reads_are_append_only",
    "coordination_user_update_counts",
    "disclosure_is_append_only",
    "edits_are_append_only",
    "exercise_is_for_ever",
    "expunged_is_append_only",
    "floorplan_is_for_ever",
    "alert_reads_are_append_only",
    "audit_is_append_only",
    "case_team_changes_are_append_only",
    "audit_readers_are_append_only",
    "audit_reviews_are_append_only",
    "deletions_are_append_only",
    "holds_are_released_once",
    "log_is_append_only",
    "mapping_opening_is_for_ever",
    "mapping_planarea_is_for_ever",
    "mapping_planimage_is_for_ever",
    "mapping_planobject_is_for_ever",
    "mapping_planphoto_is_for_ever",
    "mapping_site_update_counts",
    "mapping_space_is_for_ever",
    "mou_agency_update_counts",
    "mou_agencymember_delete_counts",
    "mou_agencymember_insert_counts",
    "mou_agencymember_update_counts",
    "mou_mutualaid_delete_counts",
    "mou_mutualaid_insert_counts",
    "mou_mutualaid_update_counts",
    "mou_suspension_delete_counts",
    "mou_suspension_insert_counts",
    "mou_suspension_update_counts",
    "mou_version_update_counts",
    "signed_heads_are_for_ever",
    "steps_are_append_only",
    "support_reads_are_append_only",
    "climate_reads_are_append_only",
    "sealed_reports_are_final",
    "action_records_are_final",
}


@pytest.mark.django_db
def test_every_trigger_that_guards_a_table_is_there_when_all_migrations_have_run() -> None:
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}

    assert KEEPERS - found == set()


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
