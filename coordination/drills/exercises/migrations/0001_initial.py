"""The tables of exercises."""

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
            name="Exercise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                (
                    "sponsor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seminar", "SEMINAR"),
                            ("workshop", "WORKSHOP"),
                            ("tabletop", "TABLETOP"),
                            ("game", "GAME"),
                            ("drill", "DRILL"),
                            ("functional", "FUNCTIONAL"),
                            ("full_scale", "FULL_SCALE"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hold", "HOLD"),
                            ("secure", "SECURE"),
                            ("lockdown", "LOCKDOWN"),
                            ("evacuate", "EVACUATE"),
                            ("shelter", "SHELTER"),
                            ("reunify", "REUNIFY"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True, max_length=4000)),
                ("scope", models.TextField(blank=True, max_length=4000)),
                ("mission_areas", models.JSONField(blank=True, default=list)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("scenario_key", models.CharField(blank=True, max_length=40)),
                ("scenario", models.TextField(blank=True, max_length=8000)),
                ("scenario_for_staff", models.TextField(blank=True, max_length=8000)),
                ("incident_type", models.CharField(max_length=16)),
                ("severity", models.CharField(max_length=10)),
                ("is_announced", models.BooleanField(default=True)),
                ("has_students", models.BooleanField(default=False)),
                ("age_tiers", models.JSONField(blank=True, default=list)),
                (
                    "simulation",
                    models.CharField(
                        choices=[("none", "NONE"), ("props", "PROPS"), ("actors", "ACTORS")],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "PLANNING"),
                            ("ready", "READY"),
                            ("running", "RUNNING"),
                            ("paused", "PAUSED"),
                            ("interrupted", "INTERRUPTED"),
                            ("ended", "ENDED"),
                            ("canceled", "CANCELED"),
                        ],
                        default="planning",
                        max_length=12,
                    ),
                ),
                ("planned_start", models.DateTimeField()),
                ("planned_end", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("incident_id", models.UUIDField(null=True)),
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
                "indexes": [
                    models.Index(fields=["site", "-planned_start"], name="exercises_of_site"),
                    models.Index(fields=["state", "planned_start"], name="exercises_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("planned_end__gt", models.F("planned_start"))),
                        name="an_exercise_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("incident_id__isnull", False)),
                        fields=("incident_id",),
                        name="one_exercise_in_an_incident",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExerciseOrganization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organizations",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("invited", "INVITED"), ("accepted", "ACCEPTED"), ("declined", "DECLINED")],
                        default="invited",
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400)),
                ("players_planned", models.PositiveSmallIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("exercise", "agency"), name="an_agency_is_asked_once")],
            },
        ),
        migrations.CreateModel(
            name="ExercisePerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="exercises.exercise"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("director", "DIRECTOR"),
                            ("controller", "CONTROLLER"),
                            ("evaluator", "EVALUATOR"),
                            ("safety_officer", "SAFETY_OFFICER"),
                            ("player", "PLAYER"),
                            ("observer", "OBSERVER"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("exercise", "user"), name="one_role_in_an_exercise")],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="objectives", to="exercises.exercise"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=400)),
                ("capabilities", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="CriticalTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="exercises.objective"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=400)),
                ("target", models.CharField(blank=True, max_length=200)),
                (
                    "capability",
                    models.CharField(
                        choices=[
                            ("planning", "PLANNING"),
                            ("public_information_and_warning", "PUBLIC_INFORMATION_AND_WARNING"),
                            ("operational_coordination", "OPERATIONAL_COORDINATION"),
                            ("operational_communications", "OPERATIONAL_COMMUNICATIONS"),
                            ("on_scene_security", "ON_SCENE_SECURITY"),
                            ("public_health_and_ems", "PUBLIC_HEALTH_AND_EMS"),
                            ("mass_care", "MASS_CARE"),
                            ("situational_assessment", "SITUATIONAL_ASSESSMENT"),
                            ("fire_management", "FIRE_MANAGEMENT"),
                            ("interdiction_and_disruption", "INTERDICTION_AND_DISRUPTION"),
                            ("intelligence_and_information_sharing", "INTELLIGENCE_AND_INFORMATION_SHARING"),
                            ("access_control", "ACCESS_CONTROL"),
                        ],
                        max_length=40,
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Inject",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="injects", to="exercises.exercise"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("offset_s", models.PositiveIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contextual", "CONTEXTUAL"),
                            ("expected_action", "EXPECTED_ACTION"),
                            ("contingency", "CONTINGENCY"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("message", "MESSAGE"),
                            ("marker", "MARKER"),
                            ("alert", "ALERT"),
                            ("phone_text", "PHONE_TEXT"),
                            ("radio", "RADIO"),
                            ("phone_call", "PHONE_CALL"),
                            ("email", "EMAIL"),
                            ("in_person", "IN_PERSON"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sender", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(max_length=2000)),
                ("payload", models.JSONField(blank=True, default=dict)),
                (
                    "to_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mou.agency",
                    ),
                ),
                ("to_role", models.CharField(blank=True, max_length=120)),
                (
                    "controller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="exercises.exerciseperson",
                    ),
                ),
                ("expected_action", models.CharField(blank=True, max_length=400)),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="injects",
                        to="exercises.objective",
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("exercise", "number"), name="one_inject_per_number")],
            },
        ),
        migrations.CreateModel(
            name="SafetyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="exercises.exercise"
                    ),
                ),
                ("check_key", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[("met", "MET"), ("not_applicable", "NOT_APPLICABLE"), ("signed_off", "SIGNED_OFF")],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400)),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("exercise", "check_key"), name="one_answer_per_check")],
            },
        ),
    ]
