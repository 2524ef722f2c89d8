"""The tables of administration."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import coordination.room.database.words_field
from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitation",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("people", "People"), ("schools", "Schools"), ("training", "Training")], max_length=16
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonToJoin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(db_index=True)),
                ("staged_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7)),
                ("member_id", models.UUIDField(default=uuid_utils.compat.uuid7)),
                ("username", models.CharField(max_length=150)),
                ("password", models.CharField(max_length=128)),
                ("display_name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("role", models.CharField(max_length=24)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("callsign", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="AgencyProvider",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="provider", to="mou.agency"
                    ),
                ),
                ("issuer", models.CharField(max_length=300)),
                ("client_id", models.CharField(max_length=191)),
                ("sealed_secret", models.TextField()),
                ("domains", models.JSONField(default=list)),
                ("groups_claim", models.CharField(blank=True, max_length=80)),
                ("groups", models.JSONField(default=dict)),
                ("default_role", models.CharField(blank=True, max_length=24)),
                ("makes_accounts", models.BooleanField(default=False)),
                ("trusts_factor", models.BooleanField(default=False)),
                ("is_on", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="EndedByProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agencymember"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="directory_tokens", to="mou.agency"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MemberWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_words", to="mou.agencymember"
                    ),
                ),
                ("words", coordination.room.database.words_field.WordsField()),
            ],
        ),
        migrations.CreateModel(
            name="MemberToIndex",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="mou.agencymember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="directory_person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                ("external_id", models.CharField(blank=True, max_length=255)),
                (
                    "suspension",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mou.suspension"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("agency", "external_id"),
                        name="external_person_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="directory_groups", to="mou.agency"
                    ),
                ),
                ("name", models.CharField(max_length=256)),
                ("external_id", models.CharField(blank=True, max_length=255)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("people", models.ManyToManyField(related_name="directory_groups", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="directory_group_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("agency", "external_id"),
                        name="external_group_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryRoles",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"
                    ),
                ),
                ("groups", models.JSONField(default=dict)),
                ("default_role", models.CharField(blank=True, max_length=24)),
            ],
        ),
    ]
