import django.db.models.deletion
import uuid_utils.compat
from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def confirm_what_is_in_use(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every device that was registered before there were codes go on: it has been told things all along."""
    apps.get_model("push", "Device").objects.update(confirmed_at=models.F("registered_at"))


class Migration(migrations.Migration):
    dependencies = [("push", "0006_teams")]

    operations = [
        migrations.RemoveConstraint(model_name="device", name="device_address_once"),
        migrations.AddField(
            model_name="device", name="confirmed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(confirm_what_is_in_use, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="push.device"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("is_sent", models.BooleanField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["issued_at"], name="confirmation_by_time")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(tries__lte=5), name="confirmation_tries_bounded")
                ],
            },
        ),
    ]
