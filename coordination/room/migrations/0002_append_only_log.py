"""Let the database itself refuse to rewrite the log: entries are added, never changed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "room_logentry"

# Only UPDATE is refused on SQLite: test databases are emptied by DELETE there, and whoever can open the file can do anything.
SQLITE = f"""
CREATE TRIGGER log_is_append_only BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'log entries are never changed'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'log entries are never changed' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the trigger of this database."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER log_is_append_only ON {TABLE}; DROP FUNCTION refuse_log_change();")
    else:
        schema_editor.execute("DROP TRIGGER log_is_append_only;")


class Migration(migrations.Migration):
    dependencies = [("room", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
