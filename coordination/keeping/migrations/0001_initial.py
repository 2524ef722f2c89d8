"""The tables of keeping."""

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
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "data_class",
                    models.CharField(
                        choices=[
                            ("incidents", "INCIDENTS"),
                            ("exercises", "EXERCISES"),
                            ("uploads", "UPLOADS"),
                            ("push_records", "PUSH_RECORDS"),
                            ("audit", "AUDIT"),
                            ("disclosures", "DISCLOSURES"),
                            ("accounts", "ACCOUNTS"),
                            ("old_plans", "OLD_PLANS"),
                            ("tips", "TIPS"),
                            ("cases", "CASES"),
                            ("support", "SUPPORT"),
                            ("climate", "CLIMATE"),
                            ("social_alerts", "SOCIAL_ALERTS"),
                            ("rosters", "ROSTERS"),
                            ("training", "TRAINING"),
                        ],
                        max_length=16,
                    ),
                ),
                ("days", models.PositiveIntegerField(null=True)),
                ("days_before", models.PositiveIntegerField(null=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_by_name", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("reason", models.TextField(max_length=1000)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "data_class"), name="one_rule_per_class")],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("incident", "INCIDENT"),
                            ("site", "SITE"),
                            ("person", "PERSON"),
                            ("time_span", "TIME_SPAN"),
                        ],
                        max_length=9,
                    ),
                ),
                ("incident_id", models.UUIDField(null=True)),
                ("site_id", models.UUIDField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("name", models.CharField(max_length=200)),
                ("reason", models.TextField(max_length=2000)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_by_name", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("release_reason", models.TextField(blank=True, max_length=2000)),
                (
                    "release_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("release_asked_by_name", models.CharField(blank=True, max_length=150)),
                ("release_asked_at", models.DateTimeField(null=True)),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released_by_name", models.CharField(blank=True, max_length=150)),
                ("released_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["district", "-set_at"], name="holds_of_district")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("incident_id__isnull", False), ("scope", "incident")),
                            models.Q(("scope", "site"), ("site_id__isnull", False)),
                            models.Q(("scope", "person"), models.Q(("name", ""), _negated=True)),
                            models.Q(("scope", "time_span"), ("since__isnull", False), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_hold_has_what_its_scope_needs",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deletion",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "data_class",
                    models.CharField(
                        choices=[
                            ("incidents", "INCIDENTS"),
                            ("exercises", "EXERCISES"),
                            ("uploads", "UPLOADS"),
                            ("push_records", "PUSH_RECORDS"),
                            ("audit", "AUDIT"),
                            ("disclosures", "DISCLOSURES"),
                            ("accounts", "ACCOUNTS"),
                            ("old_plans", "OLD_PLANS"),
                            ("tips", "TIPS"),
                            ("cases", "CASES"),
                            ("support", "SUPPORT"),
                            ("climate", "CLIMATE"),
                            ("social_alerts", "SOCIAL_ALERTS"),
                            ("rosters", "ROSTERS"),
                            ("training", "TRAINING"),
                        ],
                        max_length=16,
                    ),
                ),
                ("district_id", models.UUIDField(null=True)),
                ("count", models.PositiveBigIntegerField()),
                ("content", models.TextField()),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("chain_hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["district_id", "-seq"], name="deletions_of_district")],
            },
        ),
        migrations.CreateModel(
            name="DeletionHead",
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
    ]
