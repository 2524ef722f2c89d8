"""Offered places, and suspensions of a rule. A membership that is there already was taken: no offer is made for it."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.access_counts import Watched, count_changes
from mou.foundation.database.statements import Statements


class Migration(migrations.Migration):
    dependencies = [
        ("mou", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="MembershipOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=24)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("callsign", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("offered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=16)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="mou.agency"
                    ),
                ),
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
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membership_offers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("user", "agency"),
                        name="offered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "accepted", "declined", "withdrawn"])),
                        name="offer_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["officer", "supervisor", "commander", "dispatcher", "staff", "planner"],
                            )
                        ),
                        name="offered_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "accepted"), _negated=True),
                            ("decided_by", models.F("user")),
                            _connector="OR",
                        ),
                        name="offer_is_taken_by_its_holder",
                    ),
                ]
            },
        ),
        migrations.RemoveConstraint(model_name="suspension", name="suspended_once"),
        migrations.AddField(
            model_name="suspension", name="of_rule", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("member", "of_rule"), name="suspended_once"
            ),
        ),
        # SQLite has made the table anew, and its triggers went with the old one.
        Statements(
            sqlite=count_changes(Watched("mou_suspension", ["member_id", "ended_at"], rows_too=True)).sqlite,
            postgresql=[],
        ),
    ]
