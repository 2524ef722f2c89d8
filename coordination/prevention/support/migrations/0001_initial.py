"""The tables of support."""

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
            name="SupportTeam",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("keep_days", models.PositiveSmallIntegerField(default=1095)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("help_lines", models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name="SupportTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="support.supportteam"
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
                "constraints": [models.UniqueConstraint(fields=("team", "user"), name="once_on_a_support_team")],
            },
        ),
        migrations.CreateModel(
            name="SupportPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="support.supportteam"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "profession",
                    models.CharField(
                        choices=[
                            ("counselor", "COUNSELOR"),
                            ("psychologist", "PSYCHOLOGIST"),
                            ("social_worker", "SOCIAL_WORKER"),
                            ("nurse", "NURSE"),
                            ("outside_partner", "OUTSIDE_PARTNER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("organization", models.CharField(blank=True, max_length=200)),
                ("agreement", models.CharField(blank=True, max_length=200)),
                ("agreement_until", models.DateField(null=True)),
                ("hours", models.CharField(blank=True, max_length=200)),
                ("languages", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("full_time", models.DecimalField(decimal_places=1, default=0, max_digits=3)),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="support.supportteam"
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "RECEIVED"),
                            ("consent_asked", "CONSENT_ASKED"),
                            ("consented", "CONSENTED"),
                            ("assigned", "ASSIGNED"),
                            ("in_support", "IN_SUPPORT"),
                            ("closed", "CLOSED"),
                        ],
                        default="received",
                        max_length=16,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("crisis", "CRISIS"), ("urgent", "URGENT"), ("routine", "ROUTINE")], max_length=8
                    ),
                ),
                ("student_name", models.CharField(max_length=200)),
                ("reason", models.TextField(max_length=4000)),
                (
                    "consent_by",
                    models.CharField(
                        blank=True,
                        choices=[("parent", "PARENT"), ("student", "STUDENT"), ("emergency", "EMERGENCY")],
                        max_length=12,
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
                (
                    "referred_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("referred_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("told_late_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["due_at"], name="referrals_due"
                    ),
                    models.Index(fields=["closed_at"], name="referrals_to_expunge"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("team", "number"), name="one_referral_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_closed_referral_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrisisCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="crises", to="support.supportteam"
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("incident_id", models.UUIDField(null=True)),
                ("is_exercise", models.BooleanField(default=False)),
                (
                    "origin",
                    models.CharField(
                        choices=[("incident", "INCIDENT"), ("reunification", "REUNIFICATION"), ("school", "SCHOOL")],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("called", "CALLED"),
                            ("accepted", "ACCEPTED"),
                            ("on_site", "ON_SITE"),
                            ("ended", "ENDED"),
                        ],
                        default="called",
                        max_length=12,
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("called_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ended_at"], name="crises_to_expunge")],
                "constraints": [
                    models.UniqueConstraint(fields=("team", "number"), name="one_crisis_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("incident_id__isnull", False)),
                        fields=("incident_id",),
                        name="one_crisis_team_at_an_incident",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrisisRoom",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="support.crisiscall"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("counseling", "COUNSELING"),
                            ("safe_room", "SAFE_ROOM"),
                            ("families", "FAMILIES"),
                            ("staff_rest", "STAFF_REST"),
                        ],
                        max_length=12,
                    ),
                ),
                ("site_id", models.UUIDField()),
                ("space_id", models.UUIDField()),
                ("label", models.CharField(max_length=200)),
                ("level", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CrisisPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="support.crisiscall"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "STUDENT"),
                            ("staff", "STAFF"),
                            ("family", "FAMILY"),
                            ("responder", "RESPONDER"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "physical",
                    models.CharField(
                        choices=[("there", "THERE"), ("nearby", "NEARBY"), ("away", "AWAY")], max_length=12
                    ),
                ),
                (
                    "emotional",
                    models.CharField(
                        choices=[("close", "CLOSE"), ("knew_them", "KNEW_THEM"), ("not_close", "NOT_CLOSE")],
                        max_length=12,
                    ),
                ),
                (
                    "reaction",
                    models.CharField(
                        choices=[("severe", "SEVERE"), ("some", "SOME"), ("none_seen", "NONE_SEEN")], max_length=12
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        choices=[("universal", "UNIVERSAL"), ("selected", "SELECTED"), ("indicated", "INDICATED")],
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("universal", "UNIVERSAL"), ("selected", "SELECTED"), ("indicated", "INDICATED")],
                        max_length=12,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("follow_up_on", models.DateField()),
                ("told_for", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["follow_up_on"], name="follow_ups_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="support.referral",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="support.crisiscall",
                    ),
                ),
                ("act", models.CharField(max_length=24)),
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
        migrations.CreateModel(
            name="SupportRead",
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
                "indexes": [models.Index(fields=["subject_id", "at"], name="reads_of_support")],
            },
        ),
    ]
