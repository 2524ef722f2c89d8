"""Let the database itself refuse to rewrite the history of an agreement's words and steps."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = {"mou_clauseedit": "edits_are_append_only", "mou_versionstep": "steps_are_append_only"}
FUNCTION = """
CREATE FUNCTION refuse_rewriting_agreements() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of an agreement is never changed' USING ERRCODE = 'restrict_violation'; END $$;
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database. SQLite's tests empty tables by DELETE: only UPDATE is refused there."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION)
    for table, name in TABLES.items():
        if is_postgresql:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_agreements();"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the history of an agreement is never changed'); END;"
            )


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, name in TABLES.items():
        schema_editor.execute(f"DROP TRIGGER {name} ON {table};" if is_postgresql else f"DROP TRIGGER {name};")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION refuse_rewriting_agreements();")


class Migration(migrations.Migration):
    dependencies = [("mou", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
