"""The tables of assessments."""

import uuid

import django.contrib.gis.db.models.fields
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
            name="DistrictChecklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                ("key", models.CharField(max_length=20)),
                ("document", models.JSONField()),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("brought_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "key"), name="one_checklist_per_key")],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="mapping.site"
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "PLANNING"),
                            ("walking", "WALKING"),
                            ("rating", "RATING"),
                            ("adopted", "ADOPTED"),
                            ("closed", "CLOSED"),
                            ("withdrawn", "WITHDRAWN"),
                        ],
                        default="planning",
                        max_length=12,
                    ),
                ),
                ("checklist", models.JSONField()),
                ("target_tier", models.PositiveSmallIntegerField(default=2)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("adopted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["site", "adopted_at"], name="assessments_of_site")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["planning", "walking", "rating"])),
                        fields=("site",),
                        name="one_open_assessment_of_a_site",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planning", "walking", "rating", "adopted", "closed", "withdrawn"])
                        ),
                        name="assessment_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="assessments.assessment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("school_administrator", "SCHOOL_ADMINISTRATOR"),
                            ("law_enforcement", "LAW_ENFORCEMENT"),
                            ("fire", "FIRE"),
                            ("emergency_management", "EMERGENCY_MANAGEMENT"),
                            ("facilities", "FACILITIES"),
                            ("technology", "TECHNOLOGY"),
                            ("mental_health", "MENTAL_HEALTH"),
                            ("staff", "STAFF"),
                            ("other", "OTHER"),
                        ],
                        max_length=24,
                    ),
                ),
                ("is_leader", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "user"), name="once_on_an_assessment_team"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_leader", True)),
                        fields=("assessment",),
                        name="one_leader_of_an_assessment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="assessments.assessment"
                    ),
                ),
                ("line", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "YES"),
                            ("partly", "PARTLY"),
                            ("no", "NO"),
                            ("not_applicable", "NOT_APPLICABLE"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessment", "line"), name="one_answer_per_line")],
            },
        ),
        migrations.CreateModel(
            name="AssessmentMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="assessments.assessment",
                    ),
                ),
                ("measure", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_place", "IN_PLACE"),
                            ("partly", "PARTLY"),
                            ("missing", "MISSING"),
                            ("not_applicable", "NOT_APPLICABLE"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
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
                    models.UniqueConstraint(fields=("assessment", "measure"), name="one_word_of_a_measure")
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteFinding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.assessment",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("door_does_not_latch", "DOOR_DOES_NOT_LATCH"),
                            ("door_not_lockable_inside", "DOOR_NOT_LOCKABLE_INSIDE"),
                            ("door_without_number", "DOOR_WITHOUT_NUMBER"),
                            ("door_propped", "DOOR_PROPPED"),
                            ("camera_blind_spot", "CAMERA_BLIND_SPOT"),
                            ("radio_dead_spot", "RADIO_DEAD_SPOT"),
                            ("alarm_not_noticed", "ALARM_NOT_NOTICED"),
                            ("lighting", "LIGHTING"),
                            ("sight_line", "SIGHT_LINE"),
                            ("fence_or_gate", "FENCE_OR_GATE"),
                            ("visitor_entry", "VISITOR_ENTRY"),
                            ("map_is_wrong", "MAP_IS_WRONG"),
                            ("other", "OTHER"),
                        ],
                        max_length=28,
                    ),
                ),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("grounds_perimeter", "GROUNDS_PERIMETER"),
                            ("building_exterior", "BUILDING_EXTERIOR"),
                            ("building_interior", "BUILDING_INTERIOR"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strategy",
                    models.CharField(
                        choices=[("detect", "DETECT"), ("delay", "DELAY"), ("respond", "RESPOND")], max_length=8
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("rule", models.CharField(blank=True, max_length=12)),
                (
                    "level",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mapping.level"
                    ),
                ),
                ("location", django.contrib.gis.db.models.fields.PointField(null=True, srid=4326)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("photo_sha256", models.CharField(blank=True, max_length=64)),
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
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "NONE"),
                            ("under_1000", "UNDER_1000"),
                            ("under_10000", "UNDER_10000"),
                            ("under_100000", "UNDER_100000"),
                            ("from_100000", "FROM_100000"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("fixed", "FIXED"),
                            ("confirmed", "CONFIRMED"),
                            ("accepted", "ACCEPTED"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("door", models.CharField(blank=True, max_length=40)),
                ("plan_ref", models.CharField(blank=True, max_length=120)),
                (
                    "fixed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("found_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "state"], name="findings_of_owner")],
                "constraints": [models.UniqueConstraint(fields=("site", "number"), name="one_finding_per_number")],
            },
        ),
        migrations.CreateModel(
            name="ScenarioScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="assessments.assessment"
                    ),
                ),
                ("scenario", models.CharField(max_length=40)),
                ("threat", models.PositiveSmallIntegerField()),
                ("vulnerability", models.PositiveSmallIntegerField()),
                ("consequence", models.PositiveSmallIntegerField()),
                ("threat_note", models.CharField(max_length=500)),
                ("vulnerability_note", models.CharField(max_length=500)),
                ("consequence_note", models.CharField(max_length=500)),
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
                    models.UniqueConstraint(fields=("assessment", "scenario"), name="one_score_per_scenario"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consequence__range", (1, 5)), ("threat__range", (1, 5)), ("vulnerability__range", (1, 5))
                        ),
                        name="scores_are_from_1_to_5",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteUpgrade",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upgrades",
                        to="assessments.assessment",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("cost_dollars", models.PositiveIntegerField()),
                ("effects", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "PROPOSED"),
                            ("approved", "APPROVED"),
                            ("done", "DONE"),
                            ("declined", "DECLINED"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("findings", models.ManyToManyField(related_name="upgrades", to="assessments.sitefinding")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "number"), name="one_upgrade_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorCheck",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                ("week", models.DateField()),
                ("number", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("secure", "SECURE"),
                            ("does_not_latch", "DOES_NOT_LATCH"),
                            ("propped_open", "PROPPED_OPEN"),
                            ("unlocked", "UNLOCKED"),
                            ("damaged", "DAMAGED"),
                            ("not_reached", "NOT_REACHED"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["site", "week"], name="door_checks_of_week")],
            },
        ),
        migrations.CreateModel(
            name="AssessmentRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="assessments.sitefinding",
                    ),
                ),
                ("act", models.CharField(max_length=24)),
                ("words", models.CharField(blank=True, max_length=1000)),
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
            name="AssessmentRead",
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
                "indexes": [models.Index(fields=["subject_id", "at"], name="reads_of_assessment")],
            },
        ),
    ]
