"""Let the database itself refuse to change a floorplan, or what is drawn on it, once somebody has verified it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PLAN = "mapping_floorplan"
DRAWN = ("mapping_space", "mapping_opening", "mapping_planobject", "mapping_planarea", "mapping_planphoto")
UNDER = (*DRAWN, "mapping_planimage")
# One way only; everything else about a version stays as it was when it was verified.
STEPS = (("verified", "published"), ("published", "superseded"))
KEPT = ("level_id", "version", "source", "source_sha256", "imported_at")
# Whoever walks a plan that was published without a walk is noted with it, once.
NOTED = ("verified_by_id", "verified_on")
WORDS = "a verified floorplan is never changed"

# As with the log, SQLite refuses changes alone: there is no way to empty a table there but to delete its rows.
SQLITE_PLAN = f"""
CREATE TRIGGER floorplan_is_for_ever BEFORE UPDATE ON {PLAN} WHEN OLD.state <> 'draft' AND (
  {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEPT)}
  OR {" OR ".join(f"(OLD.{name} IS NOT NULL AND OLD.{name} IS NOT NEW.{name})" for name in NOTED)}
  OR NOT (OLD.state = NEW.state OR {" OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in STEPS)}))
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END;
"""
SQLITE_DRAWN = """
CREATE TRIGGER {table}_is_for_ever BEFORE UPDATE ON {table}
WHEN EXISTS (SELECT 1 FROM {plan} WHERE id = OLD.floorplan_id AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, '{words}'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION refuse_floorplan_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'UPDATE'
    AND {" AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in KEPT)}
    AND {" AND ".join(f"(OLD.{name} IS NULL OR OLD.{name} IS NOT DISTINCT FROM NEW.{name})" for name in NOTED)}
    AND (OLD.state = NEW.state OR {" OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in STEPS)})
    THEN RETURN NEW; END IF;
  RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER floorplan_is_for_ever BEFORE UPDATE OR DELETE ON {PLAN}
FOR EACH ROW EXECUTE FUNCTION refuse_floorplan_change();
"""
POSTGRESQL_DRAWN_CHECK = """
CREATE FUNCTION refuse_drawn_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF EXISTS (SELECT 1 FROM mapping_floorplan WHERE id = OLD.floorplan_id AND state <> 'draft') THEN
    RAISE EXCEPTION 'a verified floorplan is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
POSTGRESQL_DRAWN = """
CREATE TRIGGER {table}_is_for_ever BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_drawn_change();
"""


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this database; no table is built anew."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL, POSTGRESQL_DRAWN_CHECK) if is_postgresql else (SQLITE_PLAN,):
        schema_editor.execute(statement)
    for table in UNDER:
        template = POSTGRESQL_DRAWN if is_postgresql else SQLITE_DRAWN
        schema_editor.execute(template.format(table=table, plan=PLAN, words=WORDS))


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table in (("floorplan", PLAN), *((table, table) for table in UNDER)):
        schema_editor.execute(f"DROP TRIGGER {name}_is_for_ever{f' ON {table}' if is_postgresql else ''};")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION refuse_floorplan_change();")
        schema_editor.execute("DROP FUNCTION refuse_drawn_change();")


class Migration(migrations.Migration):
    dependencies = [("mapping", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
