"""The tables of social_alerts."""

import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mapping", "0001_initial"),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertDesk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                ("keep_days", models.PositiveSmallIntegerField(default=90)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="social_alerts.alertdesk"
                    ),
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
                "constraints": [models.UniqueConstraint(fields=("desk", "user"), name="once_on_an_alert_team")],
            },
        ),
        migrations.CreateModel(
            name="AlertAuthorKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="author_keys",
                        to="social_alerts.alertdesk",
                    ),
                ),
                ("sealed", models.TextField()),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AlertProvider",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="providers",
                        to="social_alerts.alertdesk",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("minute_at", models.DateTimeField(null=True)),
                ("minute_posts", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="AlertProviderKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="social_alerts.alertprovider",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="social_alerts.alertprovider"
                    ),
                ),
                ("id_hash", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["taken_at"], name="alert_deliveries_old")],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "id_hash"), name="a_delivery_is_taken_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="social_alerts.alertprovider",
                    ),
                ),
                ("day", models.DateField()),
                ("posts", models.PositiveIntegerField(default=0)),
                ("not_public", models.PositiveIntegerField(default=0)),
                ("out_of_time", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "day"), name="one_alert_tally_a_day")],
            },
        ),
        migrations.CreateModel(
            name="AlertFence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fences", to="social_alerts.alertdesk"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.site"),
                ),
                ("buffer_m", models.PositiveSmallIntegerField()),
                ("area", django.contrib.gis.db.models.fields.MultiPolygonField(spatial_index=False, srid=4326)),
                ("only_in_windows", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertWindow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "fence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="social_alerts.alertfence",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("game", "GAME"), ("graduation", "GRADUATION"), ("other_event", "OTHER_EVENT")],
                        max_length=12,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_window_ends_later"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="social_alerts.alertdesk"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "PROPOSED"), ("approved", "APPROVED"), ("ended", "ENDED")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("words", models.JSONField()),
                ("purpose", models.CharField(max_length=500)),
                ("legal_basis", models.CharField(max_length=500)),
                ("expires_on", models.DateField()),
                ("review_on", models.DateField()),
                ("review_told_for", models.DateField(null=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("fences", models.ManyToManyField(related_name="rules", to="social_alerts.alertfence")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "number"), name="one_alert_rule_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_approves_their_own_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__lte", models.F("expires_on"))),
                        name="a_rule_is_reviewed_before_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertRuleAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="social_alerts.alertrule"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[("approve", "APPROVE"), ("review", "REVIEW"), ("renew", "RENEW"), ("end", "END")],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
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
            name="AlertRuleYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="years", to="social_alerts.alertrule"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("matched", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0)),
                ("unseen", models.PositiveIntegerField(default=0)),
                ("dismiss", models.PositiveIntegerField(default=0)),
                ("monitor", models.PositiveIntegerField(default=0)),
                ("tip", models.PositiveIntegerField(default=0)),
                ("threat", models.PositiveIntegerField(default=0)),
                ("immediate", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("rule", "year"), name="one_count_of_a_rule_a_year")],
            },
        ),
        migrations.CreateModel(
            name="SocialAlert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="social_alerts.alertdesk"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="social_alerts.alertrule"
                    ),
                ),
                (
                    "fence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="social_alerts.alertfence"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="social_alerts.alertprovider"
                    ),
                ),
                (
                    "author_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="social_alerts.alertauthorkey",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("received", "RECEIVED"), ("in_review", "IN_REVIEW"), ("decided", "DECIDED")],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("author_hash", models.CharField(max_length=64)),
                ("post_hash", models.CharField(max_length=64)),
                ("text_hash", models.CharField(max_length=64)),
                ("sealed", models.TextField(blank=True)),
                ("match", models.CharField(max_length=12)),
                ("posted_at", models.DateTimeField()),
                ("captured_at", models.DateTimeField()),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dismiss", "DISMISS"),
                            ("monitor", "MONITOR"),
                            ("tip", "TIP"),
                            ("threat", "THREAT"),
                            ("immediate", "IMMEDIATE"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("to_police", models.BooleanField(default=False)),
                ("tip_id", models.UUIDField(null=True)),
                ("incident_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["desk", "captured_at"], name="alerts_of_desk"),
                    models.Index(fields=["decided_at"], name="alerts_to_expunge"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "rule", "post_hash"), name="a_post_alerts_once_by_rule"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("sealed", ""),
                                ("state", "decided"),
                                models.Q(("disposition", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "decided"), _negated=True),
                                ("decided_at__isnull", True),
                                ("disposition", ""),
                                models.Q(("sealed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_alert_keeps_no_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="social_alerts.socialalert"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[("begin_review", "BEGIN_REVIEW"), ("hand_back", "HAND_BACK"), ("decide", "DECIDE")],
                        max_length=16,
                    ),
                ),
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
            name="AlertRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="social_alerts.alertdesk"
                    ),
                ),
                ("subject_id", models.UUIDField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("door", models.CharField(max_length=8)),
                ("asked", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject_id", "at"], name="reads_of_alerts")],
            },
        ),
    ]
