"""The tables of conduct."""

import uuid

import django.db.models.deletion
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
            name="ClockSegment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock", to="exercises.exercise"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("pace", models.FloatField()),
                ("exercise_s", models.FloatField()),
            ],
            options={
                "ordering": ("began_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("exercise",),
                        name="one_clock_in_an_exercise",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InjectRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="run", to="exercises.inject"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "WAITING"),
                            ("held", "HELD"),
                            ("to_say", "TO_SAY"),
                            ("delivered", "DELIVERED"),
                            ("skipped", "SKIPPED"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("exercise_s", models.FloatField()),
                ("late_s", models.PositiveIntegerField(default=0)),
                ("seq", models.BigIntegerField(null=True)),
                ("told_by_hand", models.CharField(blank=True, max_length=10)),
                ("words", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="DiscussionNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes_said", to="exercises.exercise"
                    ),
                ),
                (
                    "inject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exercises.inject"
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["exercise", "at"], name="notes_of_exercise")],
            },
        ),
    ]
