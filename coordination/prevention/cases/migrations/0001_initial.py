"""The tables of cases."""

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
            name="CaseTeam",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("police_threshold", models.TextField(blank=True, max_length=4000)),
                ("set_up", models.JSONField(blank=True, default=dict)),
                ("seal_after_days", models.PositiveSmallIntegerField(default=180)),
                ("keep_days_minor", models.PositiveSmallIntegerField(default=365)),
                ("keep_days", models.PositiveSmallIntegerField(default=1825)),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CaseTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="cases.caseteam"
                    ),
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
                            ("administrator", "ADMINISTRATOR"),
                            ("counselor_or_psychologist", "COUNSELOR_OR_PSYCHOLOGIST"),
                            ("school_resource_officer", "SCHOOL_RESOURCE_OFFICER"),
                            ("social_worker", "SOCIAL_WORKER"),
                            ("special_education", "SPECIAL_EDUCATION"),
                            ("other", "OTHER"),
                        ],
                        max_length=28,
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
                "constraints": [models.UniqueConstraint(fields=("team", "user"), name="once_on_a_case_team")],
            },
        ),
        migrations.CreateModel(
            name="CaseTeamChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="cases.caseteam"
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("added", "ADDED"),
                            ("role_changed", "ROLE_CHANGED"),
                            ("removed", "REMOVED"),
                            ("rules_changed", "RULES_CHANGED"),
                            ("set_up_noted", "SET_UP_NOTED"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["team", "at"], name="changes_of_case_team")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.caseteam"
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opened", "OPENED"),
                            ("evaluated", "EVALUATED"),
                            ("substantive", "SUBSTANTIVE"),
                            ("responded", "RESPONDED"),
                            ("safety_evaluation", "SAFETY_EVALUATION"),
                            ("monitored", "MONITORED"),
                            ("closed", "CLOSED"),
                            ("sealed", "SEALED"),
                        ],
                        default="opened",
                        max_length=20,
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_a_threat", "NOT_A_THREAT"),
                            ("transient", "TRANSIENT"),
                            ("serious_substantive", "SERIOUS_SUBSTANTIVE"),
                            ("very_serious_substantive", "VERY_SERIOUS_SUBSTANTIVE"),
                        ],
                        max_length=28,
                    ),
                ),
                ("subject_name", models.CharField(max_length=200)),
                (
                    "subject_role",
                    models.CharField(
                        choices=[
                            ("student", "STUDENT"),
                            ("former_student", "FORMER_STUDENT"),
                            ("staff", "STAFF"),
                            ("family", "FAMILY"),
                            ("outsider", "OUTSIDER"),
                            ("unknown", "UNKNOWN"),
                        ],
                        max_length=16,
                    ),
                ),
                ("concern", models.TextField(max_length=4000)),
                ("targets", models.TextField(blank=True, max_length=4000)),
                ("medium", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("happened_on", models.DateField(null=True)),
                ("has_education_plan", models.BooleanField(default=False)),
                (
                    "weapons",
                    models.CharField(
                        choices=[
                            ("unknown", "UNKNOWN"),
                            ("none_found", "NONE_FOUND"),
                            ("possible", "POSSIBLE"),
                            ("confirmed", "CONFIRMED"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                ("tip_id", models.UUIDField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["closed_at"], name="cases_to_expunge")],
                "constraints": [
                    models.UniqueConstraint(fields=("team", "number"), name="one_case_per_number"),
                    models.UniqueConstraint(fields=("tip_id",), name="a_tip_opens_one_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "opened",
                                    "evaluated",
                                    "substantive",
                                    "responded",
                                    "safety_evaluation",
                                    "monitored",
                                    "closed",
                                    "sealed",
                                ],
                            )
                        ),
                        name="case_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["closed", "sealed"]),
                                models.Q(("classification", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["closed", "sealed"]), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_case_has_its_classification",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("has_conflict", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="once_on_a_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="cases.case"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step", "STEP"),
                            ("details", "DETAILS"),
                            ("assignment", "ASSIGNMENT"),
                            ("conflict", "CONFLICT"),
                            ("interview", "INTERVIEW"),
                            ("fact", "FACT"),
                            ("weapons", "WEAPONS"),
                            ("measure", "MEASURE"),
                            ("measure_done", "MEASURE_DONE"),
                            ("evaluation", "EVALUATION"),
                            ("police", "POLICE"),
                            ("police_copy", "POLICE_COPY"),
                            ("notice", "NOTICE"),
                            ("plan", "PLAN"),
                            ("plan_review", "PLAN_REVIEW"),
                            ("plan_end", "PLAN_END"),
                            ("flag", "FLAG"),
                            ("flag_lowered", "FLAG_LOWERED"),
                        ],
                        max_length=16,
                    ),
                ),
                ("content", models.JSONField()),
                (
                    "about",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.caseentry"
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
                ("due_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("told_for", models.DateField(null=True)),
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
            options={
                "indexes": [
                    models.Index(fields=["case", "at"], name="entries_of_case"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["due_on"], name="case_entries_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFlag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flag", to="cases.case"
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                ("advice", models.CharField(max_length=200)),
                ("call", models.CharField(max_length=200)),
                ("threat", models.CharField(max_length=200)),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("raised_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CaseFlagOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flag_openings", to="cases.case"
                    ),
                ),
                ("flag_id", models.UUIDField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("agency_name", models.CharField(max_length=200)),
                ("incident_id", models.UUIDField()),
                ("incident_title", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="openings_of_flags")],
            },
        ),
        migrations.CreateModel(
            name="PoliceCopy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("school_name", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=200)),
                ("words", models.TextField(max_length=4000)),
                ("given_by_name", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "given_at"], name="police_copies_of_agency")],
            },
        ),
        migrations.CreateModel(
            name="CaseRead",
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
                "indexes": [models.Index(fields=["subject_id", "at"], name="reads_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseExpunged",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.UUIDField(unique=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.caseteam"
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField()),
                ("kept_days", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
