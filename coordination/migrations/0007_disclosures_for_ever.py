"""Let the database itself refuse to change or delete what was disclosed, and tell agreements of incidents so far."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "coordination_disclosure"

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


def tell_of_incidents(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write down from when to when every incident so far was open; of a reopened one only the whole is known."""
    incidents = apps.get_model("coordination", "Incident").objects.select_related("site")
    emergency = apps.get_model("mou", "Emergency")
    emergency.objects.bulk_create(
        [
            emergency(
                incident_id=one.pk,
                district_id=one.site.district_id,
                site_id=one.site_id,
                incident_type=one.incident_type,
                is_exercise=one.is_exercise,
                begun_at=one.opened_at,
                ended_at=one.closed_at,
            )
            for one in incidents.iterator()
        ]
    )


def forget_incidents(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo tell_of_incidents."""
    apps.get_model("mou", "Emergency").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("coordination", "0006_disclosures"), ("mou", "0006_emergencies"), ("mapping", "0001_initial")]
    operations = [
        migrations.RunPython(refuse_changes, allow_changes),
        migrations.RunPython(tell_of_incidents, forget_incidents),
    ]
