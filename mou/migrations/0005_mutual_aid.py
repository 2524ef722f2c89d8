"""Add mutual aid, whose every change counts as one of access, and the agencies that are guests of an incident."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mou.access.epoch_triggers import Watched, counting


class Migration(migrations.Migration):
    dependencies = [
        ("mou", "0004_append_only_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="guest_of_incident_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="MutualAid",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("district_id", models.UUIDField()),
                ("site_id", models.UUIDField()),
                ("incident_id", models.UUIDField()),
                ("incident", models.CharField(max_length=120)),
                ("let_in_by_name", models.CharField(max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "let_in_by",
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mutual aid",
                "indexes": [
                    models.Index(fields=["user", "site_id"], name="mutual_aid_of_user"),
                    models.Index(fields=["incident_id", "ended_at"], name="mutual_aid_in_incident"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begun_at"))),
                        name="mutual_aid_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("member", "incident_id"),
                        name="mutual_aid_once_at_a_time",
                    ),
                ],
            },
        ),
        counting(Watched("mou_mutualaid", ["member_id", "incident_id", "ends_at", "ended_at"], rows_too=True)),
    ]
