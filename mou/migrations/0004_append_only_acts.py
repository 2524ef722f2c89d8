"""Let the database itself refuse to rewrite the record of what administrators did."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE, NAME = "mou_administrativeact", "acts_are_append_only"
FUNCTION = """
CREATE FUNCTION refuse_rewriting_acts() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what administrators did is never changed' USING ERRCODE = 'restrict_violation'; END $$;
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the trigger of this database. SQLite's tests empty tables by DELETE: only UPDATE is refused there."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_acts();"
        )
        return
    schema_editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'what administrators did is never changed'); END;"
    )


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the trigger."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER {NAME} ON {TABLE};" if is_postgresql else f"DROP TRIGGER {NAME};")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION refuse_rewriting_acts();")


class Migration(migrations.Migration):
    dependencies = [("mou", "0003_access_changes_count")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
