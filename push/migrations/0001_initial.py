"""The tables of push."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fid", "fid"),
                            ("token", "token"),
                            ("webpush", "webpush"),
                            ("webhook", "webhook"),
                            ("email", "email"),
                            ("sms", "sms"),
                            ("console", "console"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.CharField(max_length=2000)),
                ("platform", models.CharField(blank=True, max_length=40)),
                ("app_version", models.CharField(blank=True, max_length=20)),
                ("locale", models.CharField(blank=True, max_length=20)),
                ("session_key", models.CharField(blank=True, max_length=64)),
                ("is_active", models.BooleanField(default=True)),
                ("registered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "retired_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_owner", "by_owner"),
                            ("signed_out", "signed_out"),
                            ("replaced", "replaced"),
                            ("gone", "gone"),
                            ("access_ended", "access_ended"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", True)), fields=["session_key"], name="device_of_session"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False), ("is_active", True)),
                        fields=("kind", "value"),
                        name="device_address_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("user", "kind", "value"),
                        name="device_once_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", False), ("kind__in", ["email", "sms", "webhook"]), _connector="OR"
                        ),
                        name="device_confirmed_unless_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_active", True), ("retired_at__isnull", True), ("retired_reason", "")),
                            models.Q(
                                ("is_active", False),
                                ("retired_at__isnull", False),
                                models.Q(("retired_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="device_retired_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="push.device"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("is_sent", models.BooleanField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["issued_at"], name="confirmation_by_time")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("tries__lte", 5)), name="confirmation_tries_bounded")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_key", models.CharField(max_length=120)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told_of", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("demands_acknowledgement", models.BooleanField()),
                ("is_supervisor", models.BooleanField()),
                ("team", models.CharField(blank=True, max_length=40)),
                ("planned_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source_key", "user"), name="recipient_once_per_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to="push.device"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to="push.recipient"
                    ),
                ),
                ("source_key", models.CharField(max_length=120)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("room_id", models.UUIDField()),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(choices=[(0, "routine"), (1, "urgent"), (2, "life_safety")]),
                ),
                ("is_exercise", models.BooleanField()),
                (
                    "channel",
                    models.CharField(
                        choices=[("silent", "silent"), ("standard", "standard"), ("critical", "critical")],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("body", models.CharField(max_length=240)),
                ("detail", models.CharField(blank=True, max_length=1000)),
                ("loud_until", models.DateTimeField(null=True)),
                ("collapse_key", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("claimed", "claimed"),
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("failed", "failed"),
                            ("expired", "expired"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("next_try_at", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("error_code", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["urgency", "next_try_at"],
                        name="notification_due_in_lane",
                    ),
                    models.Index(
                        condition=models.Q(("lease_token__isnull", False)),
                        fields=["lease_token"],
                        name="notification_in_claim",
                    ),
                    models.Index(fields=["source_key"], name="notification_of_event"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("device", "source_key", "step"), name="notification_once_per_device"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_exercise", True),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("title", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("title", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("body", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("body", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("is_exercise", False),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("title", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("title", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                    _negated=True,
                                ),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("body", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("body", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="notification_exercise_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("detail", ""),
                            models.Q(
                                ("is_exercise", True),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("detail", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("detail", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("is_exercise", False),
                                models.Q(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("detail", 1, 8)
                                        ),
                                        models.Value("EXERCISE"),
                                    ),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Upper(
                                            django.db.models.functions.text.Substr("detail", 1, 9)
                                        ),
                                        models.Value("EJERCICIO"),
                                    ),
                                    _connector="OR",
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="notification_exercise_says_so_in_detail",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_exercise", False), ("urgency__lt", 2), _connector="OR"),
                        name="notification_exercise_not_life_safety",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "critical"), _negated=True),
                            models.Q(("is_exercise", False), ("urgency", 2)),
                            _connector="OR",
                        ),
                        name="notification_critical_is_real",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "test_alert"), _negated=True), ("is_exercise", True), _connector="OR"
                        ),
                        name="notification_test_is_exercise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "claimed", "sent", "accepted", "failed", "expired", "cancelled"])
                        ),
                        name="notification_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_try_at__isnull", False), ("state__in", ["planned", "claimed"])),
                            models.Q(
                                models.Q(("state__in", ["planned", "claimed"]), _negated=True),
                                ("next_try_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="notification_open_has_a_next_try",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_token__isnull", False), ("state", "claimed")),
                            models.Q(models.Q(("state", "claimed"), _negated=True), ("lease_token__isnull", True)),
                            _connector="OR",
                        ),
                        name="notification_claimed_has_a_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="push.notification"
                    ),
                ),
                ("lease_token", models.UUIDField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("retry", "retry"),
                            ("refused", "refused"),
                            ("device_gone", "device_gone"),
                        ],
                        max_length=16,
                    ),
                ),
                ("error_code", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notification", "lease_token"), name="attempt_once_per_lease"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("outcome", "")),
                            models.Q(("finished_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attempt_finished_with_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier_id", models.CharField(max_length=64, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["user", "received_at"], name="received_text_of_person")],
            },
        ),
    ]
