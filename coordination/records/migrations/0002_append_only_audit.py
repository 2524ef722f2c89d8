"""Let the database itself refuse to rewrite the audit, who may read it, and its reviews."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = {
    "records_auditevent": "audit_is_append_only",
    "records_auditreader": "audit_readers_are_append_only",
    "records_auditreview": "audit_reviews_are_append_only",
}
# Only UPDATE is refused on SQLite: test databases are emptied by DELETE there, and whoever can open the file can do anything.
SQLITE = """
CREATE TRIGGER {trigger} BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
"""
# Deletion is for what has been kept long enough: coordination/records/retention says so for its own transaction only.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'DELETE' AND current_setting('musterpoint.retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit is never changed' USING ERRCODE = 'restrict_violation';
END $$;
"""
POSTGRESQL = """
CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table, trigger in TABLES.items():
        schema_editor.execute((POSTGRESQL if is_postgresql else SQLITE).format(table=table, trigger=trigger))


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, trigger in TABLES.items():
        schema_editor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table};" if is_postgresql else ";"))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION refuse_audit_change();")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
