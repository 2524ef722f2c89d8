"""The tables of room."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import coordination.room.database.words_field
from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mapping", "0001_initial"),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                (
                    "incident_type",
                    models.CharField(
                        choices=[
                            ("ACTSHOOT", "ACTIVE_SHOOTER"),
                            ("SHOOT", "SHOOTING"),
                            ("STABBING", "STABBING"),
                            ("WEAPON", "WEAPON"),
                            ("THREATS", "THREATS"),
                            ("BOMB", "BOMB"),
                            ("ALRPANA", "PANIC_AUDIBLE"),
                            ("ALRPANS", "PANIC_SILENT"),
                            ("ALRF", "FIRE_ALARM"),
                            ("FSTRU", "STRUCTURE_FIRE"),
                            ("FSMOKE", "SMOKE"),
                            ("GASLEAKI", "GAS_LEAK_INSIDE"),
                            ("GASLEAKO", "GAS_LEAK_OUTSIDE"),
                            ("HAZMAT", "HAZMAT"),
                            ("SCH", "SCHOOL_OFFENSE"),
                            ("FIGHT", "FIGHT"),
                            ("ASSAULT", "ASSAULT"),
                            ("PERSUSP", "SUSPICIOUS_PERSON"),
                            ("PERMISS", "MISSING_PERSON"),
                            ("TRESPASS", "TRESPASS"),
                            ("SUICTHRT", "SUICIDE_THREAT"),
                            ("CARDIAC", "CARDIAC"),
                            ("SEIZURE", "SEIZURE"),
                            ("TRAUMA", "TRAUMA"),
                            ("MCI", "MASS_CASUALTY"),
                            ("STDBY", "STANDBY"),
                            ("INFO", "INFORMATION"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("extreme", "EXTREME"),
                            ("severe", "SEVERE"),
                            ("moderate", "MODERATE"),
                            ("minor", "MINOR"),
                            ("unknown", "UNKNOWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("title_in", models.JSONField(null=True)),
                ("is_exercise", models.BooleanField()),
                (
                    "status",
                    models.CharField(
                        choices=[("Active", "ACTIVE"), ("Closed", "CLOSED"), ("ReOpened", "REOPENED")],
                        default="Active",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["site", "-opened_at"], name="incident_of_site")],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="room", to="room.incident"
                    ),
                ),
                ("head_seq", models.BigIntegerField(default=0)),
                (
                    "head_hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="room.room"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agencymember"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(max_length=20)),
                ("agency_id", models.UUIDField()),
                ("agency", models.CharField(max_length=200)),
                ("agency_kind", models.CharField(max_length=24)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "user"), name="one_participant_per_person")],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="room.room"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "EVERYONE"),
                            ("responders", "RESPONDERS"),
                            ("command", "COMMAND"),
                            ("school", "SCHOOL"),
                        ],
                        max_length=12,
                    ),
                ),
                ("event_type", models.CharField(max_length=32)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.participant"
                    ),
                ),
                ("command_id", models.UUIDField()),
                ("command_digest", models.CharField(max_length=64)),
                ("command_part", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("chain_hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("room", "seq"), name="one_entry_per_seq"),
                    models.UniqueConstraint(
                        fields=("room", "actor", "command_id", "command_part"), name="a_command_acts_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="room.participant",
                    ),
                ),
                ("received_seq", models.BigIntegerField()),
                ("opened_seq", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="EntryWords",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="index",
                        serialize=False,
                        to="room.logentry",
                    ),
                ),
                ("author_id", models.UUIDField()),
                ("words", coordination.room.database.words_field.WordsField()),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("level_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RoomObject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objects_now", to="room.room"
                    ),
                ),
                ("state_key", models.CharField(max_length=32)),
                ("object_id", models.CharField(max_length=64)),
                ("value", models.TextField(null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "EVERYONE"),
                            ("responders", "RESPONDERS"),
                            ("command", "COMMAND"),
                            ("school", "SCHOOL"),
                        ],
                        max_length=12,
                    ),
                ),
                ("created_seq", models.BigIntegerField()),
                ("changed_seq", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["room", "changed_seq"], name="changed_in_room")],
                "constraints": [
                    models.UniqueConstraint(fields=("room", "state_key", "object_id"), name="one_object_per_id")
                ],
            },
        ),
    ]
