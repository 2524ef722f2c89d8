"""The tables of improvement."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exercises", "0001_initial"),
        ("mapping", "0001_initial"),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="exercises.exercise"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "DRAFT"),
                            ("approved", "APPROVED"),
                            ("signed", "SIGNED"),
                            ("superseded", "SUPERSEDED"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("facts", models.TextField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("meeting_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("exercise", "number"), name="one_report_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "approved"])),
                        fields=("exercise",),
                        name="one_report_is_written_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                                ("state__in", ["draft", "approved"]),
                            ),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("state__in", ["signed", "superseded"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_sealed_report_was_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="improvement.report"
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("summary", "SUMMARY"),
                            ("overview", "OVERVIEW"),
                            ("times", "TIMES"),
                            ("participants", "PARTICIPANTS"),
                            ("conclusion", "CONCLUSION"),
                        ],
                        max_length=16,
                    ),
                ),
                ("drafted", models.TextField(max_length=8000)),
                ("text", models.TextField(max_length=8000, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "section"), name="one_text_per_section")],
            },
        ),
        migrations.CreateModel(
            name="ReportFinding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="improvement.report"
                    ),
                ),
                ("kind", models.CharField(choices=[("strength", "STRENGTH"), ("area", "AREA")], max_length=8)),
                ("objective_id", models.UUIDField(null=True)),
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
                ("position", models.PositiveSmallIntegerField()),
                ("draft_key", models.CharField(blank=True, max_length=64)),
                ("words", models.TextField(max_length=2000)),
                ("reference", models.CharField(blank=True, max_length=400)),
                ("analysis", models.TextField(blank=True, max_length=4000)),
                ("root_cause", models.TextField(blank=True, max_length=2000)),
                ("is_edited", models.BooleanField(default=False)),
                ("is_left_out", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("position", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("draft_key", ""), _negated=True),
                        fields=("report", "draft_key"),
                        name="one_finding_per_draft",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedReport",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sealed",
                        serialize=False,
                        to="improvement.report",
                    ),
                ),
                ("document", models.BinaryField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("pdf", models.BinaryField()),
                ("pdf_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CorrectiveAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrective_actions",
                        to="exercises.exercise",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("area", models.CharField(max_length=400)),
                ("finding_id", models.UUIDField(null=True)),
                ("words", models.TextField(max_length=2000)),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("planning", "PLANNING"),
                            ("organization", "ORGANIZATION"),
                            ("equipment", "EQUIPMENT"),
                            ("training", "TRAINING"),
                            ("exercise", "EXERCISE"),
                        ],
                        max_length=12,
                    ),
                ),
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
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
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
                ("starts_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("in_progress", "IN_PROGRESS"),
                            ("done", "DONE"),
                            ("dropped", "DROPPED"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_on"], name="corrective_actions_by_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("exercise", "number"), name="one_action_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("starts_on"))),
                        name="an_action_is_due_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="improvement.correctiveaction",
                    ),
                ),
                ("act", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True, max_length=2000)),
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
            name="DrillTimes",
            fields=[
                ("incident_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mapping.site"),
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
                ("began_at", models.DateTimeField()),
                ("people", models.PositiveIntegerField()),
                ("seconds", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["site", "began_at"], name="drill_times_of_site")],
            },
        ),
    ]
