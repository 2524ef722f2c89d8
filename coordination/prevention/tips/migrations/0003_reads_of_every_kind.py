"""Reads of tips have the columns of every kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tips", "0002_places_count")]

    operations = [
        migrations.RemoveIndex("tipread", "reads_of_tip"),
        migrations.RenameField("tipread", "tip_id", "subject_id"),
        migrations.AddIndex("tipread", models.Index(fields=["subject_id", "at"], name="reads_of_tip")),
    ]
