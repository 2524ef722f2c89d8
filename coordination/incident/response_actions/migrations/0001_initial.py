"""The tables of response_actions."""

import django.db.models.deletion
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        ("mapping", "0001_initial"),
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionInForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.room"),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                ("action_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hold", "HOLD"),
                            ("secure", "SECURE"),
                            ("lockdown", "LOCKDOWN"),
                            ("evacuate", "EVACUATE"),
                            ("shelter", "SHELTER"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=300)),
                ("destination", models.CharField(blank=True, max_length=120)),
                ("strategy", models.CharField(blank=True, max_length=32)),
                ("called_from", models.CharField(blank=True, max_length=300)),
                ("door", models.CharField(blank=True, max_length=40)),
                ("door_m", models.PositiveIntegerField(null=True)),
                ("is_exercise", models.BooleanField()),
                ("hides", models.BooleanField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["site"], name="action_in_force_at_site"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("room", "action_id"), name="one_row_per_action")],
            },
        ),
    ]
