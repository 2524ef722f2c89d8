"""The tables of attachments."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="room.room"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.participant"
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("everyone", "EVERYONE"),
                            ("responders", "RESPONDERS"),
                            ("command", "COMMAND"),
                            ("school", "SCHOOL"),
                        ],
                        max_length=12,
                    ),
                ),
                ("seq", models.BigIntegerField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", ""), ("seq__isnull", True)),
                            models.Q(("seq__isnull", False), models.Q(("audience", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attached_with_audience",
                    )
                ],
            },
        ),
    ]
