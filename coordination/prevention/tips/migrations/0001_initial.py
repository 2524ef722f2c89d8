"""The tables of tips."""

import uuid

import django.db.models.deletion
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
            name="TipDesk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("short_address", models.SlugField(max_length=40, unique=True)),
                ("is_open", models.BooleanField(default=True)),
                ("closed_days", models.JSONField(blank=True, default=list)),
                ("routes", models.JSONField(blank=True, default=dict)),
                ("keep_days", models.PositiveSmallIntegerField(default=365)),
                ("flood_told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TipTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="tips.tipdesk"
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
                "constraints": [models.UniqueConstraint(fields=("desk", "user"), name="once_on_a_tips_team")],
            },
        ),
        migrations.CreateModel(
            name="Tip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tips", to="tips.tipdesk"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("suicide", "SUICIDE"),
                            ("self_harm", "SELF_HARM"),
                            ("planned_attack", "PLANNED_ATTACK"),
                            ("weapon", "WEAPON"),
                            ("threat", "THREAT"),
                            ("fight", "FIGHT"),
                            ("bullying", "BULLYING"),
                            ("cyberbullying", "CYBERBULLYING"),
                            ("harassment", "HARASSMENT"),
                            ("abuse", "ABUSE"),
                            ("drugs", "DRUGS"),
                            ("unsafe_place", "UNSAFE_PLACE"),
                            ("other", "OTHER"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_now", models.BooleanField()),
                ("text", models.TextField(max_length=4000)),
                ("place_words", models.CharField(blank=True, max_length=300)),
                ("people_words", models.CharField(blank=True, max_length=1000)),
                ("how_known", models.CharField(blank=True, max_length=500)),
                ("has_reporter", models.BooleanField(default=True)),
                ("language", models.CharField(max_length=8)),
                ("receipt_hash", models.CharField(max_length=64, unique=True)),
                ("form_hash", models.CharField(max_length=64, unique=True)),
                (
                    "priority",
                    models.CharField(
                        choices=[("critical", "CRITICAL"), ("urgent", "URGENT"), ("routine", "ROUTINE")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "RECEIVED"),
                            ("triaged", "TRIAGED"),
                            ("sent", "SENT"),
                            ("acknowledged", "ACKNOWLEDGED"),
                            ("in_progress", "IN_PROGRESS"),
                            ("disposed", "DISPOSED"),
                            ("duplicate", "DUPLICATE"),
                            ("false", "FALSE"),
                            ("test", "TEST"),
                        ],
                        default="received",
                        max_length=14,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("is_life_threat", models.BooleanField(default=False)),
                ("is_of_flood", models.BooleanField(default=False)),
                ("to_police", models.BooleanField(default=False)),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="tips.tip",
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safety_plan", "SAFETY_PLAN"),
                            ("threat_assessment", "THREAT_ASSESSMENT"),
                            ("counseling", "COUNSELING"),
                            ("medical_help", "MEDICAL_HELP"),
                            ("family_contacted", "FAMILY_CONTACTED"),
                            ("protective_services", "PROTECTIVE_SERVICES"),
                            ("discipline", "DISCIPLINE"),
                            ("police_action", "POLICE_ACTION"),
                            ("place_made_safe", "PLACE_MADE_SAFE"),
                            ("nothing_found", "NOTHING_FOUND"),
                            ("too_little_known", "TOO_LITTLE_KNOWN"),
                        ],
                        max_length=20,
                    ),
                ),
                ("incident_id", models.UUIDField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("overdue_told_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["desk", "received_at"], name="tips_of_desk"),
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)), fields=["due_at"], name="tips_waiting"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "triaged",
                                    "sent",
                                    "acknowledged",
                                    "in_progress",
                                    "disposed",
                                    "duplicate",
                                    "false",
                                    "test",
                                ],
                            )
                        ),
                        name="tip_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "disposed"), models.Q(("disposition", ""), _negated=True)),
                            models.Q(models.Q(("state", "disposed"), _negated=True), ("disposition", "")),
                            _connector="OR",
                        ),
                        name="a_disposed_tip_has_its_disposition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate_of__isnull", True), ("state", "duplicate"), _connector="OR"),
                        name="only_a_duplicate_is_linked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TipMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="tips.tip"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TipPhoto",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "tip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="tips.tip"
                    ),
                ),
                ("width_px", models.PositiveIntegerField()),
                ("height_px", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TipAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tip",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="tips.tip"),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("triage", "TRIAGE"),
                            ("send", "SEND"),
                            ("acknowledge", "ACKNOWLEDGE"),
                            ("begin", "BEGIN"),
                            ("dispose", "DISPOSE"),
                            ("link_duplicate", "LINK_DUPLICATE"),
                            ("mark_false", "MARK_FALSE"),
                            ("mark_test", "MARK_TEST"),
                            ("reopen", "REOPEN"),
                        ],
                        max_length=16,
                    ),
                ),
                ("before", models.CharField(max_length=14)),
                ("after", models.CharField(max_length=14)),
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
            name="TipRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tip_id", models.UUIDField()),
                (
                    "desk",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tips.tipdesk"),
                ),
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
                "indexes": [models.Index(fields=["tip_id", "at"], name="reads_of_tip")],
            },
        ),
        migrations.CreateModel(
            name="TipTraining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("students", "STUDENTS"), ("staff", "STAFF"), ("families", "FAMILIES")], max_length=10
                    ),
                ),
                ("taught_on", models.DateField()),
                ("people", models.PositiveIntegerField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
