"""The tables of requirements."""

import uuid

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
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictDrillRules",
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
                ("law_key", models.CharField(max_length=20)),
                ("has_fire_marshal_rule", models.BooleanField(default=False)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OwnDrillLaw",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("key", models.CharField(max_length=20)),
                ("document", models.JSONField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "key"), name="one_own_drill_law_per_key")],
            },
        ),
        migrations.CreateModel(
            name="DrillRulesChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("act", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=20)),
                ("document", models.JSONField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["district", "-at"], name="drill_rules_changes")],
            },
        ),
        migrations.CreateModel(
            name="DistrictSchoolYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("second_semester_on", models.DateField()),
                ("open_months", models.JSONField()),
                ("summer_months", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "year"), name="one_school_year_per_district"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("begins_on"))),
                        name="a_school_year_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
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
                ("building", models.CharField(blank=True, max_length=120)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("fire", "FIRE"),
                            ("evacuate", "EVACUATE"),
                            ("lockdown", "LOCKDOWN"),
                            ("secure", "SECURE"),
                            ("hold", "HOLD"),
                            ("shelter_hazmat", "SHELTER_HAZMAT"),
                            ("shelter_weather", "SHELTER_WEATHER"),
                            ("tornado", "TORNADO"),
                            ("earthquake", "EARTHQUAKE"),
                            ("bus", "BUS"),
                            ("bomb_threat", "BOMB_THREAT"),
                            ("active_shooter", "ACTIVE_SHOOTER"),
                            ("reunify", "REUNIFY"),
                            ("other", "OTHER"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "PLANNED"), ("held", "HELD"), ("canceled", "CANCELED")], max_length=8
                    ),
                ),
                (
                    "announcement",
                    models.CharField(
                        choices=[("full", "FULL"), ("date_only", "DATE_ONLY"), ("none", "NONE")],
                        default="full",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("on", models.DateField()),
                ("secured_s", models.PositiveIntegerField(null=True)),
                ("participants", models.PositiveIntegerField(null=True)),
                ("evacuees", models.PositiveIntegerField(null=True)),
                ("weather", models.CharField(blank=True, max_length=120)),
                ("police_present", models.BooleanField(default=False)),
                ("fire_present", models.BooleanField(default=False)),
                ("scenario", models.CharField(blank=True, max_length=400)),
                (
                    "simulation",
                    models.CharField(
                        choices=[("none", "NONE"), ("props", "PROPS"), ("actors", "ACTORS")],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("opt_outs", models.PositiveIntegerField(null=True)),
                ("staff_trained", models.PositiveIntegerField(null=True)),
                ("is_debriefed", models.BooleanField(default=False)),
                ("mental_health_present", models.BooleanField(default=False)),
                ("issues", models.TextField(blank=True, max_length=4000)),
                ("evaluator", models.CharField(blank=True, max_length=120)),
                ("exercise_id", models.UUIDField(null=True)),
                ("signed_name", models.CharField(blank=True, max_length=120)),
                ("signed_on", models.DateField(null=True)),
                ("signed_agency", models.CharField(blank=True, max_length=200)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["site", "state", "on"], name="drills_of_site")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("exercise_id__isnull", False)),
                        fields=("exercise_id", "site", "type"),
                        name="a_drill_of_an_exercise_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="a_drill_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrillChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="requirements.drill"
                    ),
                ),
                ("field", models.CharField(max_length=24)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DrillNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="requirements.drill"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("letter", "LETTER"),
                            ("email", "EMAIL"),
                            ("text", "TEXT"),
                            ("phone", "PHONE"),
                            ("app", "APP"),
                            ("other", "OTHER"),
                        ],
                        max_length=8,
                    ),
                ),
                ("languages", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField(blank=True, max_length=4000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
