"""The tables of emergency operations plans."""

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
            name="DistrictPlanRules",
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
                ("document", models.JSONField()),
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
            name="EmergencyPlan",
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
                (
                    "site",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("site__isnull", False)),
                        fields=("site",),
                        name="one_emergency_plan_of_a_site",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("site__isnull", True)),
                        fields=("district",),
                        name="one_emergency_plan_of_a_district",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="emergency_plans.emergencyplan",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "DRAFT"),
                            ("in_review", "IN_REVIEW"),
                            ("adopted", "ADOPTED"),
                            ("superseded", "SUPERSEDED"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("facts_number", models.PositiveIntegerField(default=1)),
                ("text", models.TextField(blank=True)),
                ("text_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("adopted_at", models.DateTimeField(null=True)),
                ("renew_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="one_plan_version_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review"])),
                        fields=("plan",),
                        name="one_plan_version_is_written",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")), fields=("plan",), name="one_adopted_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted_at__isnull", True),
                                ("renew_on__isnull", True),
                                ("state__in", ["draft", "in_review"]),
                            ),
                            models.Q(
                                ("adopted_at__isnull", False),
                                ("renew_on__isnull", False),
                                ("state__in", ["adopted", "superseded"]),
                            ),
                            _connector="OR",
                        ),
                        name="an_adopted_plan_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "part",
                    models.CharField(
                        choices=[("basic", "BASIC"), ("functional", "FUNCTIONAL"), ("hazard", "HAZARD")], max_length=12
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True, max_length=20000)),
                ("roles", models.JSONField(default=list)),
                ("is_restricted", models.BooleanField(default=False)),
                ("edit_number", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ("position", "key"),
                "constraints": [models.UniqueConstraint(fields=("version", "key"), name="one_section_per_key")],
            },
        ),
        migrations.CreateModel(
            name="PlanSectionEdit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("section_key", models.CharField(max_length=40)),
                ("edit_number", models.PositiveIntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True, max_length=20000)),
                ("is_removed", models.BooleanField(default=False)),
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
            name="PlanStepTaken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("step", models.CharField(max_length=12)),
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
            name="PlanRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="emergency_plans.planversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assembly", "ASSEMBLY"),
                            ("shelter", "SHELTER"),
                            ("reunification", "REUNIFICATION"),
                            ("command_post", "COMMAND_POST"),
                            ("first_aid", "FIRST_AID"),
                            ("media", "MEDIA"),
                            ("gas", "GAS"),
                            ("water", "WATER"),
                            ("power", "POWER"),
                            ("ventilation", "VENTILATION"),
                            ("fire_panel", "FIRE_PANEL"),
                            ("keys", "KEYS"),
                        ],
                        max_length=16,
                    ),
                ),
                ("where", models.CharField(max_length=200)),
                ("how", models.CharField(blank=True, max_length=400)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("none", "NONE"),
                            ("room", "ROOM"),
                            ("object", "OBJECT"),
                            ("area", "AREA"),
                            ("reunification_site", "REUNIFICATION_SITE"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("plan_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanHelp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helps",
                        to="emergency_plans.planversion",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("mobility", "MOBILITY"),
                            ("sight", "SIGHT"),
                            ("hearing", "HEARING"),
                            ("medication", "MEDICATION"),
                            ("device", "DEVICE"),
                            ("communication", "COMMUNICATION"),
                            ("calm", "CALM"),
                            ("language", "LANGUAGE"),
                        ],
                        max_length=16,
                    ),
                ),
                ("count", models.PositiveSmallIntegerField()),
                ("helper", models.CharField(max_length=120)),
                ("how", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanTeamMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="emergency_plans.emergencyplan",
                    ),
                ),
                (
                    "discipline",
                    models.CharField(
                        choices=[
                            ("school", "SCHOOL"),
                            ("law_enforcement", "LAW_ENFORCEMENT"),
                            ("fire", "FIRE"),
                            ("ems", "EMS"),
                            ("mental_health", "MENTAL_HEALTH"),
                            ("public_health", "PUBLIC_HEALTH"),
                            ("emergency_management", "EMERGENCY_MANAGEMENT"),
                            ("parents", "PARENTS"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "user"), name="once_on_a_planning_team"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("name", ""), ("user__isnull", False)),
                            models.Q(
                                ("agency__isnull", True),
                                ("discipline", "parents"),
                                ("user__isnull", True),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_seat_without_an_account_is_a_parents",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanConsent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("text_sha256", models.CharField(max_length=64)),
                (
                    "discipline",
                    models.CharField(
                        choices=[
                            ("school", "SCHOOL"),
                            ("law_enforcement", "LAW_ENFORCEMENT"),
                            ("fire", "FIRE"),
                            ("ems", "EMS"),
                            ("mental_health", "MENTAL_HEALTH"),
                            ("public_health", "PUBLIC_HEALTH"),
                            ("emergency_management", "EMERGENCY_MANAGEMENT"),
                            ("parents", "PARENTS"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("organization", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "text_sha256", "user"), name="one_consent_of_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRemark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="emergency_plans.planversion",
                    ),
                ),
                ("section_key", models.CharField(max_length=40)),
                ("text", models.TextField(max_length=2000)),
                (
                    "state",
                    models.CharField(choices=[("open", "OPEN"), ("closed", "CLOSED")], default="open", max_length=8),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SealedPlan",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealed",
                        serialize=False,
                        to="emergency_plans.planversion",
                    ),
                ),
                ("document", models.BinaryField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("pdf", models.BinaryField()),
                ("pdf_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
    ]
