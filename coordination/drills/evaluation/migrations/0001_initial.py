"""The tables of evaluation."""

import uuid

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exercises", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "exercise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="evaluation",
                        serialize=False,
                        to="exercises.exercise",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="exercises.exerciseperson",
                    ),
                ),
                ("told_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
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
            name="TaskRating",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="exercises.criticaltask"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("P", "PERFORMED"),
                            ("S", "SOME_CHALLENGES"),
                            ("M", "MAJOR_CHALLENGES"),
                            ("U", "UNABLE"),
                        ],
                        max_length=1,
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("seq", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "by"), name="one_rating_of_an_evaluator")],
            },
        ),
        migrations.CreateModel(
            name="FinalRating",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="final_ratings",
                        to="exercises.objective",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="final_rating",
                        to="exercises.criticaltask",
                    ),
                ),
                (
                    "capability",
                    models.CharField(
                        blank=True,
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
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("P", "PERFORMED"),
                            ("S", "SOME_CHALLENGES"),
                            ("M", "MAJOR_CHALLENGES"),
                            ("U", "UNABLE"),
                        ],
                        max_length=1,
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capability__gt", ""), ("task__isnull", True)),
                            models.Q(("capability", ""), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="final_rating_is_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("task__isnull", True)),
                        fields=("objective", "capability"),
                        name="one_final_rating_of_a_capability",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="observations",
                        to="exercises.criticaltask",
                    ),
                ),
                (
                    "milestone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first_device", "FIRST_DEVICE"),
                            ("all_staff", "ALL_STAFF"),
                            ("first_room", "FIRST_ROOM"),
                            ("all_rooms", "ALL_ROOMS"),
                            ("command", "COMMAND"),
                            ("first_par", "FIRST_PAR"),
                            ("secured", "SECURED"),
                            ("released", "RELEASED"),
                            ("reunified", "REUNIFIED"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("seq", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["exercise", "at"], name="observations_of_exercise")],
            },
        ),
        migrations.CreateModel(
            name="EvaluationPhoto",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation_photos",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="evaluation.taskrating",
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="evaluation.observation",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("width_px", models.PositiveSmallIntegerField()),
                ("height_px", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__isnull", True), ("observation__isnull", True), _connector="OR"),
                        name="a_photo_is_of_one_thing_at_most",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HotWashAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hot_wash_answers",
                        to="exercises.exercise",
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clarity__range", (1, 5)), ("communication__range", (1, 5)), ("felt_safe__range", (1, 5))
                        ),
                        name="scales_go_from_one_to_five",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HotWashAnswered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hot_wash_answered",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("exercise", "user"), name="one_answers_once")],
            },
        ),
    ]
