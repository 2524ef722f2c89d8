"""The tables of students and pick-ups in a reunification."""

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
        ("room", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="room.room"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("is_exercise", models.BooleanField()),
                ("roster_at", models.DateTimeField(null=True)),
                ("last_number", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("is_exercise", False)),
                        fields=("school",),
                        name="one_open_reunification_of_a_school",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ReunitedStudent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="students",
                        to="reunification.operation",
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("roster_person_id", models.UUIDField(null=True)),
                ("given_name", models.CharField(max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("grade", models.CharField(blank=True, max_length=40)),
                ("homeroom", models.CharField(blank=True, max_length=200)),
                ("bus", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_evacuated", "NOT_EVACUATED"),
                            ("in_transit", "IN_TRANSIT"),
                            ("arrived", "ARRIVED"),
                            ("in_assembly", "IN_ASSEMBLY"),
                            ("requested", "REQUESTED"),
                            ("pulled", "PULLED"),
                            ("at_reunification", "AT_REUNIFICATION"),
                            ("released", "RELEASED"),
                            ("medical_transported", "MEDICAL_TRANSPORTED"),
                            ("with_law_enforcement", "WITH_LAW_ENFORCEMENT"),
                            ("absent_that_day", "ABSENT_THAT_DAY"),
                            ("self_released", "SELF_RELEASED"),
                            ("left_before", "LEFT_BEFORE"),
                            ("missing", "MISSING"),
                            ("deceased_notification", "DECEASED_NOTIFICATION"),
                            ("held_custody_issue", "HELD_CUSTODY_ISSUE"),
                            ("declined_by_student", "DECLINED_BY_STUDENT"),
                            ("self_evacuated", "SELF_EVACUATED"),
                        ],
                        max_length=24,
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                ("where", models.CharField(blank=True, max_length=400)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["operation", "state"], name="reunited_students_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("operation", "code"), name="once_a_code_in_a_reunification"),
                    models.UniqueConstraint(
                        condition=models.Q(("roster_person_id__isnull", False)),
                        fields=("operation", "roster_person_id"),
                        name="once_a_student_in_a_reunification",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorizedAdult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adults",
                        to="reunification.reunitedstudent",
                    ),
                ),
                ("name", models.CharField(max_length=250)),
                ("phone", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="PickUpRestriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restrictions",
                        to="reunification.reunitedstudent",
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                ("by_name", models.CharField(max_length=250)),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="PickUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("card_id", models.UUIDField()),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pick_ups",
                        to="reunification.reunitedstudent",
                    ),
                ),
                ("adult_name", models.CharField(max_length=200)),
                ("relationship", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=60)),
                (
                    "id_kind",
                    models.CharField(
                        choices=[
                            ("driver_license", "DRIVER_LICENSE"),
                            ("state_id", "STATE_ID"),
                            ("passport", "PASSPORT"),
                            ("consular_id", "CONSULAR_ID"),
                            ("military_id", "MILITARY_ID"),
                            ("other_photo_id", "OTHER_PHOTO_ID"),
                            ("none", "NONE"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "WAITING"),
                            ("supervisor", "SUPERVISOR"),
                            ("held", "HELD"),
                            ("refused", "REFUSED"),
                            ("done", "DONE"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_listed", "NOT_LISTED"),
                            ("no_photo_id", "NO_PHOTO_ID"),
                            ("asked_twice", "ASKED_TWICE"),
                            ("not_to_be_asked", "NOT_TO_BE_ASKED"),
                            ("restriction", "RESTRICTION"),
                            ("declined", "DECLINED"),
                        ],
                        max_length=16,
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                (
                    "checked_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("checked_in_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("card_id", "student"), name="once_a_student_on_a_card"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("student",),
                        name="one_cleared_adult_of_a_student",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "student",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release",
                        to="reunification.reunitedstudent",
                    ),
                ),
                (
                    "pick_up",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="release", to="reunification.pickup"
                    ),
                ),
                ("initials", models.CharField(max_length=8)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="StudentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="reunification.reunitedstudent",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("board", "BOARD"),
                            ("arrive", "ARRIVE"),
                            ("assemble", "ASSEMBLE"),
                            ("request", "REQUEST"),
                            ("pull", "PULL"),
                            ("bring", "BRING"),
                            ("release", "RELEASE"),
                            ("decline", "DECLINE"),
                            ("take_back", "TAKE_BACK"),
                            ("hold", "HOLD"),
                            ("lift_hold", "LIFT_HOLD"),
                            ("report_run", "REPORT_RUN"),
                            ("confirm_run", "CONFIRM_RUN"),
                            ("mark_missing", "MARK_MISSING"),
                            ("mark_absent", "MARK_ABSENT"),
                            ("mark_present", "MARK_PRESENT"),
                            ("note_left_before", "NOTE_LEFT_BEFORE"),
                            ("release_self", "RELEASE_SELF"),
                            ("take_to_hospital", "TAKE_TO_HOSPITAL"),
                            ("hand_to_police", "HAND_TO_POLICE"),
                            ("notify_death", "NOTIFY_DEATH"),
                            ("return", "RETURN"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("not_evacuated", "NOT_EVACUATED"),
                            ("in_transit", "IN_TRANSIT"),
                            ("arrived", "ARRIVED"),
                            ("in_assembly", "IN_ASSEMBLY"),
                            ("requested", "REQUESTED"),
                            ("pulled", "PULLED"),
                            ("at_reunification", "AT_REUNIFICATION"),
                            ("released", "RELEASED"),
                            ("medical_transported", "MEDICAL_TRANSPORTED"),
                            ("with_law_enforcement", "WITH_LAW_ENFORCEMENT"),
                            ("absent_that_day", "ABSENT_THAT_DAY"),
                            ("self_released", "SELF_RELEASED"),
                            ("left_before", "LEFT_BEFORE"),
                            ("missing", "MISSING"),
                            ("deceased_notification", "DECEASED_NOTIFICATION"),
                            ("held_custody_issue", "HELD_CUSTODY_ISSUE"),
                            ("declined_by_student", "DECLINED_BY_STUDENT"),
                            ("self_evacuated", "SELF_EVACUATED"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("not_evacuated", "NOT_EVACUATED"),
                            ("in_transit", "IN_TRANSIT"),
                            ("arrived", "ARRIVED"),
                            ("in_assembly", "IN_ASSEMBLY"),
                            ("requested", "REQUESTED"),
                            ("pulled", "PULLED"),
                            ("at_reunification", "AT_REUNIFICATION"),
                            ("released", "RELEASED"),
                            ("medical_transported", "MEDICAL_TRANSPORTED"),
                            ("with_law_enforcement", "WITH_LAW_ENFORCEMENT"),
                            ("absent_that_day", "ABSENT_THAT_DAY"),
                            ("self_released", "SELF_RELEASED"),
                            ("left_before", "LEFT_BEFORE"),
                            ("missing", "MISSING"),
                            ("deceased_notification", "DECEASED_NOTIFICATION"),
                            ("held_custody_issue", "HELD_CUSTODY_ISSUE"),
                            ("declined_by_student", "DECLINED_BY_STUDENT"),
                            ("self_evacuated", "SELF_EVACUATED"),
                        ],
                        max_length=24,
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=250)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
