"""The tables of disclosures."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mou", "0001_initial"),
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="disclosures",
                        to="room.room",
                    ),
                ),
                ("disclosure_id", models.UUIDField()),
                ("seq", models.BigIntegerField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="room.incident",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("site_name", models.CharField(max_length=200)),
                ("is_exercise", models.BooleanField()),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("health_or_safety_emergency", "EMERGENCY"),
                            ("school_official", "SCHOOL_OFFICIAL"),
                            ("directory_information", "DIRECTORY"),
                            ("court_order_or_subpoena", "COURT"),
                            ("consent", "CONSENT"),
                            ("parent_or_student", "PARENT"),
                        ],
                        max_length=40,
                    ),
                ),
                ("categories", models.JSONField()),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("agency_name", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=120)),
                ("students", models.TextField()),
                ("threat", models.TextField(blank=True)),
                ("interest", models.TextField(blank=True)),
                ("version_id", models.UUIDField(null=True)),
                ("clause", models.TextField(blank=True)),
                (
                    "disclosed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("disclosed_by_name", models.CharField(max_length=200)),
                ("disclosed_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["district", "disclosed_at"], name="disclosure_of_district")],
                "constraints": [
                    models.UniqueConstraint(fields=("room", "disclosure_id"), name="one_disclosure_per_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", "health_or_safety_emergency"), _negated=True),
                            models.Q(("threat", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_disclosure_names_its_threat",
                    ),
                ],
            },
        ),
    ]
