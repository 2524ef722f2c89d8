"""The table of the protocols that districts chose."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        ("mou", "0007_where_an_incident_is"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtocolEdition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "protocol",
                    models.CharField(
                        choices=[
                            ("srp", "SRP"),
                            ("run_hide_fight", "RUN_HIDE_FIGHT"),
                            ("avoid_deny_defend", "AVOID_DENY_DEFEND"),
                            ("own", "OWN"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "number"), name="one_protocol_edition")],
            },
        ),
    ]
