"""The tables of records."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mou", "0001_initial"),
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign_in", "SIGN_IN"),
                            ("account", "ACCOUNT"),
                            ("plan", "PLAN"),
                            ("roster", "ROSTER"),
                            ("record", "RECORD"),
                            ("export", "EXPORT"),
                            ("administration", "ADMINISTRATION"),
                            ("audit", "AUDIT"),
                            ("refusal", "REFUSAL"),
                            ("gap", "GAP"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "DONE"), ("refused", "REFUSED"), ("failed", "FAILED")], max_length=8
                    ),
                ),
                ("what", models.CharField(max_length=64)),
                ("user_id", models.BigIntegerField(db_index=True, null=True)),
                ("person_id", models.UUIDField(null=True)),
                ("person", models.CharField(blank=True, max_length=150)),
                ("site_id", models.UUIDField(null=True)),
                ("site", models.CharField(blank=True, max_length=200)),
                ("incident_id", models.UUIDField(null=True)),
                ("is_exercise", models.BooleanField(null=True)),
                ("source", models.CharField(blank=True, max_length=64)),
                ("about", models.JSONField(default=dict)),
                ("content", models.TextField()),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("chain_hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="records.auditevent"
                    ),
                ),
                ("agency_id", models.UUIDField()),
                ("sees_object", models.BooleanField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency_id", "event"), name="one_reader_per_agency")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "chain_hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditDelivery",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("sent_seq", models.BigIntegerField(default=0)),
                ("held_until", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="AuditReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("week", models.DateField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("events", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "week"), name="one_review_per_week")],
            },
        ),
        migrations.CreateModel(
            name="RecordKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_key", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SignedHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="signed_heads",
                        to="room.room",
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("statement", models.TextField()),
                ("signature", models.CharField(max_length=128)),
                ("public_key", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "seq"), name="one_signed_head_per_entry")],
            },
        ),
        migrations.CreateModel(
            name="HeadDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="records.signedhead"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("addresses", models.PositiveSmallIntegerField()),
                ("mailed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("head", "agency"), name="one_delivery_per_agency")],
            },
        ),
    ]
