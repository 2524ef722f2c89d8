"""Restrictions say which note of the office they copy, and what it changed meanwhile; exercises lose the real texts."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def empty_exercises(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave of what exercises have copied that there is a restriction."""
    rows = apps.get_model("reunification", "PickUpRestriction").objects.using(schema_editor.connection.alias)
    rows.filter(student__operation__is_exercise=True).update(text="", by_name="")


class Migration(migrations.Migration):
    dependencies = [
        ("reunification", "0002_self_check_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="pickuprestriction",
            name="came_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pickuprestriction",
            name="gone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pickuprestriction",
            name="note_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="pickuprestriction",
            name="by_name",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AlterField(
            model_name="pickuprestriction",
            name="text",
            field=models.TextField(blank=True, max_length=1000),
        ),
        migrations.RunPython(empty_exercises, migrations.RunPython.noop),
    ]
