"""The table of what was seen in rooms."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        ("assessments", "0002_triggers"),
        ("mapping", "0003_stations_and_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomWalk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ref", models.CharField(max_length=120)),
                ("label", models.CharField(max_length=400)),
                (
                    "locks",
                    models.CharField(choices=[("inside", "INSIDE"), ("hall", "HALL"), ("none", "NONE")], max_length=8),
                ),
                ("can_barricade", models.BooleanField()),
                ("is_hidden", models.BooleanField()),
                ("ways_out", models.JSONField(default=list)),
                ("cover_m", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("walked_at", models.DateTimeField()),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="assessments.sitefinding",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mapping.level"
                    ),
                ),
                (
                    "walked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["level", "ref", "walked_at"], name="walks_of_a_room")],
            },
        ),
    ]
