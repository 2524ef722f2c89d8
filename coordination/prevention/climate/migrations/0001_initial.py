"""The tables of climate."""

import uuid

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClimateTeam",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("keep_days", models.PositiveSmallIntegerField(default=2190)),
                ("fall_points", models.PositiveSmallIntegerField(default=5)),
            ],
        ),
        migrations.CreateModel(
            name="ClimateTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="climate.climateteam"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "user"), name="once_on_a_climate_team")],
            },
        ),
        migrations.CreateModel(
            name="ClimateSurvey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="surveys", to="climate.climateteam"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                (
                    "respondents",
                    models.CharField(
                        choices=[("students", "STUDENTS"), ("staff", "STAFF"), ("parents", "PARENTS")], max_length=8
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("brought_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["brought_at"], name="surveys_to_delete")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "respondents"), name="one_survey_of_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClimateCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="climate.climatesurvey"
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("connectedness", "CONNECTEDNESS"),
                            ("trusted_adult", "TRUSTED_ADULT"),
                            ("comfort_reporting", "COMFORT_REPORTING"),
                            ("cultural_competence", "CULTURAL_COMPETENCE"),
                            ("relationships", "RELATIONSHIPS"),
                            ("participation", "PARTICIPATION"),
                            ("emotional_safety", "EMOTIONAL_SAFETY"),
                            ("physical_safety", "PHYSICAL_SAFETY"),
                            ("bullying", "BULLYING"),
                            ("substance_abuse", "SUBSTANCE_ABUSE"),
                            ("emergency_readiness", "EMERGENCY_READINESS"),
                            ("physical_environment", "PHYSICAL_ENVIRONMENT"),
                            ("instruction", "INSTRUCTION"),
                            ("physical_health", "PHYSICAL_HEALTH"),
                            ("mental_health", "MENTAL_HEALTH"),
                            ("discipline", "DISCIPLINE"),
                        ],
                        max_length=24,
                    ),
                ),
                ("favorable", models.PositiveSmallIntegerField(null=True)),
                ("answers", models.PositiveIntegerField(null=True)),
                ("people", models.PositiveIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "scale"), name="one_cell_of_a_scale"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers__isnull", True), ("favorable__isnull", True), ("people__isnull", True)),
                            models.Q(
                                models.Q(("favorable__isnull", False)),
                                models.Q(("answers__isnull", False)),
                                models.Q(("people__isnull", False)),
                                ("answers__gte", 10),
                                ("favorable__range", (5, 95)),
                                ("people__gte", 10),
                            ),
                            _connector="OR",
                        ),
                        name="no_small_cell_is_stored",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClimateTipCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                ("tips", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "school_year"), name="one_count_of_tips_a_year"),
                    models.CheckConstraint(condition=models.Q(("tips__gte", 10)), name="no_small_count_of_tips"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClimateTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="climate.climateteam"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                (
                    "respondents",
                    models.CharField(
                        choices=[("students", "STUDENTS"), ("staff", "STAFF"), ("parents", "PARENTS")], max_length=8
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("connectedness", "CONNECTEDNESS"),
                            ("trusted_adult", "TRUSTED_ADULT"),
                            ("comfort_reporting", "COMFORT_REPORTING"),
                            ("cultural_competence", "CULTURAL_COMPETENCE"),
                            ("relationships", "RELATIONSHIPS"),
                            ("participation", "PARTICIPATION"),
                            ("emotional_safety", "EMOTIONAL_SAFETY"),
                            ("physical_safety", "PHYSICAL_SAFETY"),
                            ("bullying", "BULLYING"),
                            ("substance_abuse", "SUBSTANCE_ABUSE"),
                            ("emergency_readiness", "EMERGENCY_READINESS"),
                            ("physical_environment", "PHYSICAL_ENVIRONMENT"),
                            ("instruction", "INSTRUCTION"),
                            ("physical_health", "PHYSICAL_HEALTH"),
                            ("mental_health", "MENTAL_HEALTH"),
                            ("discipline", "DISCIPLINE"),
                        ],
                        max_length=24,
                    ),
                ),
                ("before", models.PositiveSmallIntegerField()),
                ("now", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "OPEN"), ("done", "DONE"), ("dropped", "DROPPED")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["due_on"], name="climate_tasks_due"
                    ),
                    models.Index(fields=["ended_at"], name="climate_tasks_to_delete"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "respondents", "scale"), name="one_task_of_a_fall"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_ended_climate_task_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClimateRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="climate.climatetask"
                    ),
                ),
                ("act", models.CharField(max_length=16)),
                ("words", models.TextField(blank=True, max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ClimateReading",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ClimateRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_id", models.UUIDField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("door", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject_id", "at"], name="reads_of_climate")],
            },
        ),
    ]
