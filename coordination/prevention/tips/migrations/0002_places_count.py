"""Places on the team count from when somebody was let in; who is on it by now was."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models


def let_in(apps: Apps, schema_editor: object) -> None:
    places = apps.get_model("tips", "TipTeamMember").objects
    places.update(let_in_at=models.F("added_at"), let_in_by=models.F("added_by"))


class Migration(migrations.Migration):
    dependencies = [
        ("tips", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="tipteammember",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tipteammember",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="tipteammember",
            name="let_in_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="tipteammember",
            name="let_in_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tipteammember",
            name="opens_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(let_in, migrations.RunPython.noop),
    ]
