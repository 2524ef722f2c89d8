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
