"""Verified plans, and what is drawn on them, are never rewritten: the database itself refuses. And sites count."""

from django.db import migrations

from mou.foundation.database.access_counts import Watched, count_changes
from mou.foundation.database.statements import UNLESS_RETENTION, Statements

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
  {UNLESS_RETENTION}
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
POSTGRESQL_DRAWN_CHECK = f"""
CREATE FUNCTION refuse_drawn_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  {UNLESS_RETENTION}
  IF EXISTS (SELECT 1 FROM {PLAN} WHERE id = OLD.floorplan_id AND state <> 'draft') THEN
    RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""  # noqa: S608 - names of ours
POSTGRESQL_DRAWN = """
CREATE TRIGGER {table}_is_for_ever BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_drawn_change();
"""


class Migration(migrations.Migration):
    dependencies = [("mapping", "0001_initial"), ("mou", "0002_triggers")]
    operations = [
        Statements(
            sqlite=[SQLITE_PLAN, *(SQLITE_DRAWN.format(table=table, plan=PLAN, words=WORDS) for table in UNDER)],
            postgresql=[POSTGRESQL, POSTGRESQL_DRAWN_CHECK, *(POSTGRESQL_DRAWN.format(table=table) for table in UNDER)],
        ),
        # A register that reassigns a site ends the access of its people.
        count_changes(Watched("mapping_site", ["district_id", "school_id"])),
    ]
