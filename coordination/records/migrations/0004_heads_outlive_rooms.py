"""Signed heads outlive their rooms: what retention has deleted can still be told by them."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

# SQLite builds the table anew, without its triggers.
TRIGGERS = import_module("coordination.records.migrations.0003_signed_heads")


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_signed_heads"),
        ("room", "0005_read_marks"),
    ]

    operations = [
        migrations.RunPython(TRIGGERS.allow_changes, TRIGGERS.refuse_changes),
        migrations.AlterField(
            model_name="signedhead",
            name="room",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="signed_heads",
                to="room.room",
            ),
        ),
        migrations.RunPython(TRIGGERS.refuse_changes, TRIGGERS.allow_changes),
    ]
