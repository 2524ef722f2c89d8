"""Agreements of several parties. That a party leaves is a change of access like the end of a version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.access_counts import Watched, count_changes
from mou.foundation.database.statements import Statements, refuse_changes

COUNTED = count_changes(
    Watched(
        "mou_version",
        ["state", "effective_on", "expires_on", "in_force_from", "ended_at", "covers_all_sites", "left_at"],
        when="OLD.in_force_from IS NOT NULL OR NEW.in_force_from IS NOT NULL",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("mou", "0005_signed_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="memorandum",
            name="annex_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annexes",
                to="mou.memorandum",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="party_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("lead_law_enforcement", "lead_law_enforcement"),
                    ("law_enforcement", "law_enforcement"),
                    ("fire", "fire"),
                    ("ems", "ems"),
                    ("dispatch", "dispatch"),
                    ("hospital", "hospital"),
                    ("mental_health", "mental_health"),
                    ("emergency_management", "emergency_management"),
                    ("neighbor_district", "neighbor_district"),
                    ("reunification_host", "reunification_host"),
                    ("other_partner", "other_partner"),
                ],
                db_default="",
                default="",
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="PartyLeaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_day", models.DateField()),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leavings", to="mou.version"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "agency"), name="party_leaves_once")],
            },
        ),
        refuse_changes(
            "a notice of leaving is never changed",
            {"mou_partyleaving": "leavings_are_append_only"},
            function="refuse_rewriting_leavings",
        ),
        # SQLite has made the table anew, and its triggers went with the old one.
        Statements(
            sqlite=COUNTED.sqlite,
            postgresql=["DROP TRIGGER mou_version_update_counts ON mou_version", *COUNTED.postgresql],
        ),
    ]
