"""Let the database itself refuse to change or delete what was disclosed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "disclosures_disclosure"

SQLITE = (
    f"""
CREATE TRIGGER disclosure_is_append_only BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'disclosures are never changed'); END;
""",
    f"""
CREATE TRIGGER disclosure_stays BEFORE DELETE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'disclosures are never deleted'); END;
""",
)
POSTGRESQL = f"""
CREATE FUNCTION refuse_disclosure_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'disclosures are never changed' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER disclosure_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION refuse_disclosure_change();
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database."""
    statements = (POSTGRESQL,) if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER disclosure_is_append_only ON {TABLE};")
        schema_editor.execute("DROP FUNCTION refuse_disclosure_change();")
    else:
        schema_editor.execute("DROP TRIGGER disclosure_is_append_only;")
        schema_editor.execute("DROP TRIGGER disclosure_stays;")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
