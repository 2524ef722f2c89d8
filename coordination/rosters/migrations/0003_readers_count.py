"""Who was named reads from when a second person lets them; who reads by now was let."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models


def let_in(apps: Apps, schema_editor: object) -> None:
    places = apps.get_model("rosters", "RosterReader").objects
    places.update(let_in_at=models.F("added_at"), let_in_by=models.F("added_by"))


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0002_key_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="rosterreader",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterreader",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rosterreader",
            name="let_in_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rosterreader",
            name="let_in_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterreader",
            name="opens_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(let_in, migrations.RunPython.noop),
    ]
