"""The tables of panic."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mapping", "0001_initial"),
        ("mou", "0001_initial"),
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PanicAlarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panic_alarm", to="room.room"
                    ),
                ),
                ("is_exercise", models.BooleanField()),
                ("is_everyday", models.BooleanField()),
                ("takes_presses", models.BooleanField()),
                ("last_pressed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("takes_presses", True)),
                        fields=("site", "is_exercise", "is_everyday"),
                        name="one_open_alarm_per_site",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanicPress",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panic_presses", to="room.room"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("command_digest", models.CharField(max_length=64)),
                ("button_id", models.BigIntegerField(db_index=True, null=True)),
                (
                    "pressed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.participant"
                    ),
                ),
                ("pressed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["room", "seq"], name="press_of_room")],
            },
        ),
        migrations.CreateModel(
            name="PanicTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "EMERGENCY"),
                            ("active_threat", "ACTIVE_THREAT"),
                            ("secure", "SECURE"),
                            ("fire", "FIRE"),
                            ("medical", "MEDICAL"),
                            ("staff_assist", "STAFF_ASSIST"),
                        ],
                        max_length=16,
                    ),
                ),
                ("rule", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "kind"), name="one_rule_per_tier")],
            },
        ),
        migrations.CreateModel(
            name="PanicPolicy",
            fields=[
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="mou.agency",
                    ),
                ),
                ("confirmation_required", models.BooleanField()),
            ],
        ),
    ]
