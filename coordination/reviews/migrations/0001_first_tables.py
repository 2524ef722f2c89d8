"""The tables of reviews; what was sealed is never rewritten, the database itself refuses."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mapping", "0004_no_times_of_geometries"),
        ("mou", "0008_office_by_choice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IncidentReview",
            fields=[
                ("incident_id", models.UUIDField(primary_key=True, serialize=False)),
                ("room_id", models.UUIDField()),
                (
                    "incident_type",
                    models.CharField(
                        choices=[
                            ("ACTSHOOT", "ACTIVE_SHOOTER"),
                            ("SHOOT", "SHOOTING"),
                            ("STABBING", "STABBING"),
                            ("WEAPON", "WEAPON"),
                            ("ABDUCTNF", "ABDUCTION"),
                            ("ABDUCTF", "FAMILY_ABDUCTION"),
                            ("THREATS", "THREATS"),
                            ("BOMB", "BOMB"),
                            ("ALRPANA", "PANIC_AUDIBLE"),
                            ("ALRPANS", "PANIC_SILENT"),
                            ("FSTRU", "STRUCTURE_FIRE"),
                            ("FSMOKE", "SMOKE"),
                            ("ALRF", "FIRE_ALARM"),
                            ("GASLEAKI", "GAS_LEAK_INSIDE"),
                            ("GASLEAKO", "GAS_LEAK_OUTSIDE"),
                            ("HAZMAT", "HAZMAT"),
                            ("TORNADO", "TORNADO"),
                            ("EARTHQUAKE", "EARTHQUAKE"),
                            ("MCI", "MASS_CASUALTY"),
                            ("CARDIAC", "CARDIAC"),
                            ("OD", "OVERDOSE"),
                            ("SEIZURE", "SEIZURE"),
                            ("SICK", "MEDICAL"),
                            ("TRAUMA", "TRAUMA"),
                            ("SUICTHRT", "SUICIDE_THREAT"),
                            ("FIGHT", "FIGHT"),
                            ("ASSAULT", "ASSAULT"),
                            ("PERSUSP", "SUSPICIOUS_PERSON"),
                            ("PERMISS", "MISSING_PERSON"),
                            ("CUSTODY", "CUSTODY"),
                            ("ANIMAL", "ANIMAL"),
                            ("WEATHER", "WEATHER"),
                            ("POWEROUT", "POWER"),
                            ("WATEROUT", "WATER"),
                            ("TRESPASS", "TRESPASS"),
                            ("SCH", "SCHOOL_OFFENSE"),
                            ("STDBY", "STANDBY"),
                            ("INFO", "INFORMATION"),
                        ],
                        max_length=16,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("figures", models.JSONField()),
                ("summary", models.TextField(blank=True, max_length=8000)),
                ("went_well", models.TextField(blank=True, max_length=8000)),
                ("to_improve", models.TextField(blank=True, max_length=8000)),
                ("version", models.PositiveIntegerField(default=1)),
                ("wash_closed_at", models.DateTimeField(null=True)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mapping.site"),
                ),
                (
                    "wash_closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("area", models.CharField(max_length=400)),
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
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="reviews.incidentreview"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewActionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="reviews.reviewaction"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "group",
                    models.CharField(choices=[("school", "SCHOOL"), ("responders", "RESPONDERS")], max_length=12),
                ),
                ("day", models.DateField()),
                ("went_well", models.TextField(blank=True, max_length=1000)),
                ("did_not", models.TextField(blank=True, max_length=1000)),
                ("suggestion", models.TextField(blank=True, max_length=1000)),
                ("clarity", models.PositiveSmallIntegerField()),
                ("communication", models.PositiveSmallIntegerField()),
                ("felt_safe", models.PositiveSmallIntegerField()),
                (
                    "named",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="reviews.incidentreview"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answered",
                        to="reviews.incidentreview",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewFollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("marked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=400)),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="reviews.incidentreview",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("memorandum_id", models.UUIDField(null=True)),
                ("version_number", models.PositiveIntegerField(null=True)),
                ("target_min", models.FloatField(null=True)),
                ("target_words", models.CharField(blank=True, max_length=200)),
                ("seconds", models.JSONField(default=dict)),
                ("told", models.PositiveIntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("unanswered", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="reviews.incidentreview"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("document", models.BinaryField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("pdf", models.BinaryField()),
                ("pdf_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sealed", to="reviews.incidentreview"
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="incidentreview",
            index=models.Index(fields=["site", "-opened_at"], name="reviews_of_site"),
        ),
        migrations.AddIndex(
            model_name="reviewaction",
            index=models.Index(fields=["owner", "state"], name="review_actions_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="reviewaction",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="one_review_action_per_number"),
        ),
        migrations.AddConstraint(
            model_name="reviewaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("starts_on"))),
                name="a_review_action_is_due_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewanswered",
            constraint=models.UniqueConstraint(fields=("review", "user"), name="one_answers_a_review_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewfollowup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seq__isnull", False)), fields=("review", "seq"), name="one_follow_up_of_an_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewpart",
            constraint=models.UniqueConstraint(fields=("review", "agency"), name="one_part_of_an_agency"),
        ),
        migrations.AddConstraint(
            model_name="sealedreview",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="one_sealed_per_number"),
        ),
        refuse_changes(
            "what was sealed or written down is never changed",
            {
                "reviews_sealedreview": "sealed_reviews_are_final",
                "reviews_reviewactionrecord": "review_action_records_are_final",
            },
            function="refuse_rewriting_reviews",
            deletion="free",
        ),
    ]
