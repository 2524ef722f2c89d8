"""The ledger outlives its incidents, takes rows by hand, and is deleted by retention alone."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# SQLite builds the table anew, without its triggers.
TRIGGERS = import_module("coordination.incident.disclosures.migrations.0002_append_only_disclosures")
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_disclosure_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'DELETE' AND current_setting('musterpoint.retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'disclosures are never changed' USING ERRCODE = 'restrict_violation';
END $$;
"""


def let_retention_delete(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the transaction delete that says it is retention's (coordination/keeping/gate.py)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0002_append_only_disclosures"),
        ("mou", "0005_mutual_aid"),
        ("room", "0005_read_marks"),
    ]

    operations = [
        migrations.RunPython(TRIGGERS.allow_changes, TRIGGERS.refuse_changes),
        migrations.AddField(
            model_name="disclosure",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="interest",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="agency",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="authority",
            field=models.CharField(
                choices=[
                    ("health_or_safety_emergency", "EMERGENCY"),
                    ("school_official", "SCHOOL_OFFICIAL"),
                    ("directory_information", "DIRECTORY"),
                    ("court_order_or_subpoena", "COURT"),
                    ("consent", "CONSENT"),
                    ("parent_or_student", "PARENT"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="room.incident",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="room",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="disclosures",
                to="room.room",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="seq",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(TRIGGERS.refuse_changes, TRIGGERS.allow_changes),
        migrations.RunPython(let_retention_delete, migrations.RunPython.noop),
    ]
