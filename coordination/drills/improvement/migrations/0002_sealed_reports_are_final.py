"""What was signed is never rewritten: the database itself refuses. It may go with its exercise."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = {
    "improvement_sealedreport": "sealed_reports_are_final",
    "improvement_actionrecord": "action_records_are_final",
}
FUNCTION = """
CREATE FUNCTION refuse_rewriting_improvement() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was signed or written down is never changed' USING ERRCODE = 'restrict_violation'; END $$;
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        for table, name in TABLES.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_improvement();"
            )
        return
    for table, name in TABLES.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'what was signed or written down is never changed'); END;"
        )


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, name in TABLES.items():
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgresql else ''};")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION refuse_rewriting_improvement();")


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
