"""The tables of rosters."""

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
            name="Roster",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("keep_days", models.PositiveSmallIntegerField(default=30)),
                ("in_step_at", models.DateTimeField(null=True)),
                ("storing", models.UUIDField(null=True)),
                ("storing_until", models.DateTimeField(null=True)),
                ("is_shown", models.BooleanField(db_default=False, default=False)),
            ],
        ),
        migrations.CreateModel(
            name="RosterSchool",
            fields=[
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.roster"
                    ),
                ),
                ("sourced_id", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=200)),
                (
                    "school",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)),
                        fields=["roster", "stage"],
                        name="rosterschool_staged",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "sourced_id"), name="one_rosterschool_per_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterTerm",
            fields=[
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.roster"
                    ),
                ),
                ("sourced_id", models.CharField(max_length=255)),
                ("title", models.CharField(max_length=200)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)),
                        fields=["roster", "stage"],
                        name="rosterterm_staged",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("roster", "sourced_id"), name="one_rosterterm_per_id")],
            },
        ),
        migrations.CreateModel(
            name="RosterPerson",
            fields=[
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.roster"
                    ),
                ),
                ("sourced_id", models.CharField(max_length=255)),
                (
                    "kind",
                    models.CharField(
                        choices=[("student", "STUDENT"), ("guardian", "GUARDIAN"), ("teacher", "TEACHER")],
                        max_length=10,
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="rosters.rosterschool",
                    ),
                ),
                ("given_name", models.CharField(max_length=120)),
                ("family_name", models.CharField(max_length=120)),
                ("preferred_name", models.CharField(blank=True, max_length=120)),
                ("identifier", models.CharField(blank=True, max_length=120)),
                ("grade", models.CharField(blank=True, max_length=40)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("left_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)),
                        fields=["roster", "stage"],
                        name="rosterperson_staged",
                    ),
                    models.Index(fields=["org", "kind", "family_name"], name="roster_people_of_school"),
                    models.Index(
                        condition=models.Q(("kind", "teacher")), fields=["email"], name="roster_teachers_by_email"
                    ),
                    models.Index(
                        condition=models.Q(("left_at__isnull", False)),
                        fields=["left_at"],
                        name="roster_people_who_left",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "sourced_id"), name="one_rosterperson_per_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardianships",
                        to="rosters.rosterperson",
                    ),
                ),
                (
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.rosterperson"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)), fields=["stage"], name="guardianship_staged"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("student", "guardian"), name="once_a_guardian")],
            },
        ),
        migrations.CreateModel(
            name="CustodyNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custody_notes",
                        to="rosters.rosterperson",
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
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
            name="RosterClass",
            fields=[
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.roster"
                    ),
                ),
                ("sourced_id", models.CharField(max_length=255)),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="classes", to="rosters.rosterschool"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("is_homeroom", models.BooleanField(default=False)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("periods", models.JSONField(default=list)),
                ("term_ids", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)),
                        fields=["roster", "stage"],
                        name="rosterclass_staged",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "sourced_id"), name="one_rosterclass_per_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrollment",
            fields=[
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Coming"), (2, "Going")], null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rosters.roster"
                    ),
                ),
                ("sourced_id", models.CharField(max_length=255)),
                (
                    "of_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrollments",
                        to="rosters.rosterclass",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrollments",
                        to="rosters.rosterperson",
                    ),
                ),
                ("is_teacher", models.BooleanField()),
                ("begins_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__isnull", False)),
                        fields=["roster", "stage"],
                        name="enrollment_staged",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("roster", "sourced_id"), name="one_enrollment_per_id")],
            },
        ),
        migrations.CreateModel(
            name="HeldRosterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rosters.roster"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
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
                "constraints": [models.UniqueConstraint(fields=("agency", "user"), name="once_a_roster_reader")],
            },
        ),
        migrations.CreateModel(
            name="RosterReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rosters.roster"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("door", models.CharField(choices=[("page", "PAGE"), ("api", "API"), ("room", "ROOM")], max_length=8)),
                ("student_id", models.UUIDField(null=True)),
                ("class_id", models.UUIDField(null=True)),
                ("students", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["roster", "at"], name="readings_of_roster")],
            },
        ),
        migrations.CreateModel(
            name="RosterUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
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
            name="RosterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="rosters.roster"
                    ),
                ),
                ("source", models.CharField(choices=[("csv", "CSV"), ("rest", "REST")], max_length=4)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_bulk", models.BooleanField()),
                ("counts", models.JSONField()),
                ("defects", models.JSONField()),
                ("defects_total", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterDeletion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deletions", to="rosters.roster"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("left_before", models.DateTimeField()),
                ("students", models.PositiveIntegerField()),
                ("others", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterConnection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "roster",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="connection", to="rosters.roster"
                    ),
                ),
                ("base_url", models.CharField(max_length=300)),
                ("token_url", models.CharField(max_length=300)),
                ("client_id", models.CharField(max_length=255)),
                ("sealed_secret", models.TextField()),
                ("scopes", models.CharField(max_length=500)),
                ("hour", models.PositiveSmallIntegerField()),
                ("is_nightly", models.BooleanField()),
                ("next_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_whole", models.BooleanField(default=False)),
                ("asked_may_shrink", models.BooleanField(default=False)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "table",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orgs", "ORGS"),
                            ("academicSessions", "ACADEMIC_SESSIONS"),
                            ("users", "USERS"),
                            ("roles", "ROLES"),
                            ("classes", "CLASSES"),
                            ("enrollments", "ENROLLMENTS"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("rows_total", models.PositiveIntegerField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("read_whole_at", models.DateTimeField(null=True)),
                ("changes_since", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("away", "AWAY"),
                            ("bad_address", "BAD_ADDRESS"),
                            ("refused", "REFUSED"),
                            ("busy", "BUSY"),
                            ("not_oneroster", "NOT_ONEROSTER"),
                            ("broken", "BROKEN"),
                            ("incomplete", "INCOMPLETE"),
                            ("too_large", "TOO_LARGE"),
                            ("too_slow", "TOO_SLOW"),
                            ("shrinks", "SHRINKS"),
                            ("interrupted", "INTERRUPTED"),
                            ("fault", "FAULT"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "failed_table",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orgs", "ORGS"),
                            ("academicSessions", "ACADEMIC_SESSIONS"),
                            ("users", "USERS"),
                            ("roles", "ROLES"),
                            ("classes", "CLASSES"),
                            ("enrollments", "ENROLLMENTS"),
                        ],
                        max_length=20,
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
    ]
