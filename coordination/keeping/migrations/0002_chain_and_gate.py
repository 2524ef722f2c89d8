"""Let the database refuse to rewrite deletions and holds, and let retention alone delete what is otherwise for ever."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CHAIN, HOLDS = "keeping_deletion", "keeping_legalhold"
# Of a hold only its release is written, and once.
SAID = ("district_id", "scope", "incident_id", "site_id", "user_id", "since", "until", "name", "reason", "set_at")
SQLITE = (
    f"""
CREATE TRIGGER deletions_are_append_only BEFORE UPDATE ON {CHAIN}
BEGIN SELECT RAISE(ABORT, 'records of deletions are never changed'); END;
""",
    f"""
CREATE TRIGGER holds_are_released_once BEFORE UPDATE ON {HOLDS}
WHEN OLD.released_at IS NOT NULL OR {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in SAID)}
BEGIN SELECT RAISE(ABORT, 'legal holds are never changed'); END;
""",
    # What the search finds by goes from the file as well, not only from what it finds.
    "INSERT INTO room_entrywords_fts(room_entrywords_fts, rank) VALUES ('secure-delete', 1);",
)
POSTGRESQL = (
    """
CREATE FUNCTION refuse_deletion_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'records of deletions are never changed' USING ERRCODE = 'restrict_violation'; END $$;
""",
    f"""
CREATE TRIGGER deletions_are_append_only BEFORE UPDATE OR DELETE ON {CHAIN}
FOR EACH ROW EXECUTE FUNCTION refuse_deletion_change();
""",
    f"""
CREATE FUNCTION refuse_hold_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' AND OLD.released_at IS NULL
    AND {" AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in SAID)} THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'legal holds are never changed' USING ERRCODE = 'restrict_violation';
END $$;
""",
    f"""
CREATE TRIGGER holds_are_released_once BEFORE UPDATE OR DELETE ON {HOLDS}
FOR EACH ROW EXECUTE FUNCTION refuse_hold_change();
""",
)
LEAVE = "IF TG_OP = 'DELETE' AND current_setting('musterpoint.retention', true) = 'on' THEN RETURN OLD; END IF;"
REFUSALS = {
    "refuse_log_change": "log entries are never changed",
    "refuse_rewriting_acts": "what administrators did is never changed",
}


def let_retention_delete(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace the functions behind triggers; the triggers stay."""
    for name, words in REFUSALS.items():
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {LEAVE} "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$;"
        )
    # These two decide more: before them the question whether it is retention's.
    for name in ("refuse_floorplan_change", "refuse_drawn_change"):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [name])
            (source,) = cursor.fetchone()
            inside = source.strip().removeprefix("BEGIN").strip()
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {LEAVE} {inside} $$;"
            )


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)
    if is_postgresql:
        let_retention_delete(schema_editor)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers; what lets retention delete is never asked without it."""
    if schema_editor.connection.vendor == "postgresql":
        for trigger, table in (("deletions_are_append_only", CHAIN), ("holds_are_released_once", HOLDS)):
            schema_editor.execute(f"DROP TRIGGER {trigger} ON {table};")
        schema_editor.execute("DROP FUNCTION refuse_deletion_change(); DROP FUNCTION refuse_hold_change();")
    else:
        schema_editor.execute("DROP TRIGGER deletions_are_append_only;")
        schema_editor.execute("DROP TRIGGER holds_are_released_once;")


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0001_initial"),
        ("room", "0005_read_marks"),
        ("mapping", "0003_site_owners_count"),
        ("mou", "0005_mutual_aid"),
    ]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
