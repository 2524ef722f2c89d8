"""The tables of messages to families."""

import datetime as dt

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        ("coordination", "__first__"),
        ("mou", "0007_where_an_incident_is"),
        ("room", "0006_incident_types_of_nature_and_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilySettings",
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
                ("quiet_from", models.TimeField(default=dt.time(20, 0))),
                ("quiet_until", models.TimeField(default=dt.time(7, 0))),
            ],
        ),
        migrations.CreateModel(
            name="FamilyStatusPage",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="room.room",
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="FamilyAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(choices=[("text", "TEXT"), ("mail", "MAIL")], max_length=8)),
                ("digest", models.CharField(max_length=64)),
                ("stop_code", models.CharField(max_length=16, unique=True)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("way", "digest"), name="once_a_family_address")],
            },
        ),
        migrations.CreateModel(
            name="FamilyFeedKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FamilyMessage",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hold", "HOLD"),
                            ("secure", "SECURE"),
                            ("lockdown", "LOCKDOWN"),
                            ("evacuate", "EVACUATE"),
                            ("shelter", "SHELTER"),
                            ("all_clear", "ALL_CLEAR"),
                            ("site_opens", "SITE_OPENS"),
                            ("site_moved", "SITE_MOVED"),
                            ("where_to_go", "WHERE_TO_GO"),
                            ("what_to_bring", "WHAT_TO_BRING"),
                            ("site_closed", "SITE_CLOSED"),
                            ("drill_notice", "DRILL_NOTICE"),
                            ("drill_over", "DRILL_OVER"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "audience",
                    models.CharField(choices=[("everyone", "EVERYONE"), ("under_way", "UNDER_WAY")], max_length=12),
                ),
                ("site", models.CharField(blank=True, max_length=120)),
                ("time", models.CharField(blank=True, max_length=120)),
                ("texts", models.JSONField()),
                ("is_exercise", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "DRAFT"), ("approved", "APPROVED"), ("withdrawn", "WITHDRAWN")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("not_told", models.JSONField(default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.room"
                    ),
                ),
                ("schools", models.ManyToManyField(related_name="+", to="mou.agency")),
            ],
            options={
                "indexes": [models.Index(fields=["room", "-made_at"], name="family_messages_of_room")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_exercise", True),
                            ("room__isnull", True),
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("decided_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="family_message_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="family_message_is_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyDelivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("guardian_id", models.UUIDField()),
                ("way", models.CharField(choices=[("text", "TEXT"), ("mail", "MAIL")], max_length=8)),
                ("language", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "WAITING"), ("sent", "SENT"), ("failed", "FAILED")], max_length=12
                    ),
                ),
                ("next_try_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("lease_token", models.UUIDField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refused", "REFUSED"),
                            ("away", "AWAY"),
                            ("no_address", "NO_ADDRESS"),
                            ("stopped", "STOPPED"),
                            ("not_configured", "NOT_CONFIGURED"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="family_messages.familymessage",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["way", "next_try_at"],
                        name="family_deliveries_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "guardian_id", "way"), name="a_guardian_is_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("next_try_at__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("ended_at__isnull", False),
                                ("lease_token__isnull", True),
                                ("next_try_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="family_delivery_open_has_a_next_try",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hold", "HOLD"),
                            ("secure", "SECURE"),
                            ("lockdown", "LOCKDOWN"),
                            ("evacuate", "EVACUATE"),
                            ("shelter", "SHELTER"),
                            ("all_clear", "ALL_CLEAR"),
                            ("site_opens", "SITE_OPENS"),
                            ("site_moved", "SITE_MOVED"),
                            ("where_to_go", "WHERE_TO_GO"),
                            ("what_to_bring", "WHAT_TO_BRING"),
                            ("site_closed", "SITE_CLOSED"),
                            ("drill_notice", "DRILL_NOTICE"),
                            ("drill_over", "DRILL_OVER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "kind", "language", "number"), name="one_edition_of_family_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuardianChoice",
            fields=[
                ("guardian_id", models.UUIDField(primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
