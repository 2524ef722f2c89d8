"""Deletions and holds are never rewritten: the database itself refuses. Of a hold only its release is written, once."""

from django.db import migrations

from mou.foundation.database.statements import Statements, refuse_changes

HOLDS = "keeping_legalhold"
SAID = ("district_id", "scope", "incident_id", "site_id", "user_id", "since", "until", "name", "reason", "set_at")
HOLDS_STAY = Statements(
    sqlite=[
        f"""
CREATE TRIGGER holds_are_released_once BEFORE UPDATE ON {HOLDS}
WHEN OLD.released_at IS NOT NULL OR {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in SAID)}
BEGIN SELECT RAISE(ABORT, 'legal holds are never changed'); END;
"""
    ],
    postgresql=[
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
    ],
)


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_initial")]
    operations = [
        refuse_changes(
            "records of deletions are never changed",
            {"keeping_deletion": "deletions_are_append_only"},
            function="refuse_deletion_change",
        ),
        HOLDS_STAY,
    ]
