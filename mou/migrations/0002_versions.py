import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "__first__"),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel(
            old_name="Term",
            new_name="OldTerm",
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.UUIDField()),
                ("position", models.PositiveIntegerField()),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("parties", "parties"),
                            ("purpose_goals", "purpose_goals"),
                            ("roles", "roles"),
                            ("chain_of_command", "chain_of_command"),
                            ("duty", "duty"),
                            ("selection", "selection"),
                            ("training", "training"),
                            ("info_sharing", "info_sharing"),
                            ("technology", "technology"),
                            ("response", "response"),
                            ("enforcement", "enforcement"),
                            ("discipline_boundary", "discipline_boundary"),
                            ("threat_assessment", "threat_assessment"),
                            ("crisis_planning", "crisis_planning"),
                            ("funding", "funding"),
                            ("data_reporting", "data_reporting"),
                            ("evaluation_complaints", "evaluation_complaints"),
                            ("liability", "liability"),
                            ("civil_rights", "civil_rights"),
                            ("miscellaneous", "miscellaneous"),
                        ],
                        max_length=32,
                    ),
                ),
                ("heading", models.CharField(max_length=200)),
                ("body_html", models.TextField()),
                ("edit_number", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="ClauseComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("clause_key", models.UUIDField()),
                ("edit_number", models.PositiveIntegerField()),
                ("agency_name", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("suggested_html", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("resolved", "resolved"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ClauseEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_key", models.UUIDField()),
                ("edit_number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("changed", "changed"),
                            ("moved", "moved"),
                            ("removed", "removed"),
                            ("accepted", "accepted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("topic", models.CharField(max_length=32)),
                ("heading", models.CharField(max_length=200)),
                ("body_html", models.TextField()),
                ("terms", models.JSONField(default=list)),
                ("edited_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EditorPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_key", models.UUIDField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days_before", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("signed_name", models.CharField(max_length=120)),
                ("signed_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=48)),
                ("scope", models.CharField(blank=True, max_length=80)),
                ("value", models.JSONField()),
                ("condition", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in_review"),
                            ("approved", "approved"),
                            ("out_for_signature", "out_for_signature"),
                            ("in_force", "in_force"),
                            ("expired", "expired"),
                            ("terminated", "terminated"),
                            ("superseded", "superseded"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("covers_all_sites", models.BooleanField()),
                ("effective_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("edit_number", models.PositiveIntegerField(default=1)),
                ("canonical_text", models.TextField(blank=True)),
                ("canonical_sha256", models.CharField(blank=True, max_length=64)),
                ("in_force_from", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True, choices=[("terminated", "terminated"), ("superseded", "superseded")], max_length=12
                    ),
                ),
                ("ended_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="VersionSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site_id", models.UUIDField()),
                ("name", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="VersionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name="memorandum",
            name="template_kind",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="clause",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clausecomment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="clausecomment",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="clauseedit",
            name="edited_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="editorpresence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="agency",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
        ),
        migrations.AddField(
            model_name="signatory",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="signatory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="mou.signatory"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="signed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="clause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="terms",
                to="mou.clause",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="mou.version",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="memorandum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="mou.memorandum"
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="signatories", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="editorpresence",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="clauseedit",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="clausecomment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="memorandum",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="mou.version",
            ),
        ),
        migrations.AddIndex(
            model_name="memorandum",
            index=models.Index(fields=["agency", "district"], name="memorandum_parties"),
        ),
        migrations.AddField(
            model_name="versionsite",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sites", to="mou.version"
            ),
        ),
        migrations.AddField(
            model_name="versionstep",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="versionstep",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="mou.version"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)), fields=("signatory",), name="signature_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256", ""), _negated=True), name="signature_has_its_sum"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("state__in", ["in_force"])),
                fields=["memorandum", "expires_on"],
                name="version_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("effective_on"))), name="version_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("memorandum", "number"), name="version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "in_review",
                            "approved",
                            "out_for_signature",
                            "in_force",
                            "expired",
                            "terminated",
                            "superseded",
                        ],
                    )
                ),
                name="version_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["draft", "in_review", "approved", "out_for_signature"]),
                        ("ended_at__isnull", True),
                        ("in_force_from__isnull", True),
                    ),
                    models.Q(
                        ("state__in", ["in_force"]),
                        ("in_force_from__isnull", False),
                        models.Q(("ended_at__isnull", True), ("ended_why", "superseded"), _connector="OR"),
                    ),
                    models.Q(("state__in", ["expired"]), ("in_force_from__isnull", False)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_why", "terminated"),
                        ("in_force_from__isnull", False),
                        ("state", "terminated"),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_why", "superseded"),
                        ("in_force_from__isnull", False),
                        ("state", "superseded"),
                    ),
                    _connector="OR",
                ),
                name="version_state_matches_instants",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "out_for_signature"), _negated=True),
                    models.Q(("canonical_sha256", ""), _negated=True),
                    _connector="OR",
                ),
                name="version_out_for_signature_has_its_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "in_review", "approved", "out_for_signature"])),
                fields=("memorandum",),
                name="version_one_unsigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["in_force"]), ("ended_at__isnull", True)),
                fields=("memorandum",),
                name="version_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("version", "kind", "scope"), name="term_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(condition=models.Q(("kind", ""), _negated=True), name="term_has_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)), fields=("version", "agency", "user"), name="signatory_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("version", "days_before"), name="reminder_once"),
        ),
        migrations.AddConstraint(
            model_name="editorpresence",
            constraint=models.UniqueConstraint(fields=("version", "user"), name="presence_once"),
        ),
        migrations.AddConstraint(
            model_name="clauseedit",
            constraint=models.UniqueConstraint(fields=("version", "clause_key", "edit_number"), name="edit_once"),
        ),
        migrations.AddConstraint(
            model_name="clauseedit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["added", "changed", "moved", "removed", "accepted"])),
                name="edit_kind_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="clausecomment",
            index=models.Index(fields=["version", "clause_key", "created_at"], name="comment_of_clause"),
        ),
        migrations.AddConstraint(
            model_name="clausecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    models.Q(("suggested_html", ""), _negated=True),
                    _connector="OR",
                ),
                name="comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="clausecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="comment_closed_with_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="clause_key_once"),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "topic__in",
                        [
                            "parties",
                            "purpose_goals",
                            "roles",
                            "chain_of_command",
                            "duty",
                            "selection",
                            "training",
                            "info_sharing",
                            "technology",
                            "response",
                            "enforcement",
                            "discipline_boundary",
                            "threat_assessment",
                            "crisis_planning",
                            "funding",
                            "data_reporting",
                            "evaluation_complaints",
                            "liability",
                            "civil_rights",
                            "miscellaneous",
                        ],
                    )
                ),
                name="clause_topic_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionsite",
            constraint=models.UniqueConstraint(fields=("version", "site_id"), name="version_names_a_site_once"),
        ),
    ]
