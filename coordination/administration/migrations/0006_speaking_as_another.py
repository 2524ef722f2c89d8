import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("administration", "0005_invitation_mailed_to"),
        ("mou", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="directoryperson",
            name="is_off",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="SpeakingRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("invite_again", "Invite Again"),
                            ("change_address", "Change Address"),
                            ("reset_factors", "Reset Factors"),
                            ("change_provider", "Change Provider"),
                            ("make_token", "Make Token"),
                            ("group_roles", "Group Roles"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", False),
                            models.Q(
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="speaking_is_confirmed_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", False),
                            ("person__isnull", True),
                            models.Q(("decided_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="speaking_is_not_confirmed_by_whom_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("is_confirmed", True), _connector="OR"),
                        name="speaking_is_done_once_it_was_confirmed",
                    ),
                ],
            },
        ),
    ]
