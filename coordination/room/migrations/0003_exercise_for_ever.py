"""Let the database refuse to turn an exercise into a real incident, or a real incident into an exercise (promise 10)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "room_incident"

SQLITE = f"""
CREATE TRIGGER exercise_is_for_ever BEFORE UPDATE OF is_exercise ON {TABLE}
WHEN OLD.is_exercise IS NOT NEW.is_exercise
BEGIN SELECT RAISE(ABORT, 'an incident stays an exercise, or real'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION refuse_exercise_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an incident stays an exercise, or real' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER exercise_is_for_ever BEFORE UPDATE ON {TABLE}
FOR EACH ROW WHEN (OLD.is_exercise IS DISTINCT FROM NEW.is_exercise) EXECUTE FUNCTION refuse_exercise_change();
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the trigger of this database."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER exercise_is_for_ever ON {TABLE}; DROP FUNCTION refuse_exercise_change();")
    else:
        schema_editor.execute("DROP TRIGGER exercise_is_for_ever;")


class Migration(migrations.Migration):
    dependencies = [("room", "0002_append_only_log")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
