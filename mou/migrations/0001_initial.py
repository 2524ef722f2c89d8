"""The tables of mou."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEpoch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "district"),
                            ("school", "school"),
                            ("police", "police"),
                            ("sheriff", "sheriff"),
                            ("fire", "fire"),
                            ("ems", "ems"),
                            ("dispatch", "dispatch"),
                            ("emergency_management", "emergency_management"),
                            ("other", "other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=40)),
                ("time_zone", models.CharField(max_length=64)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schools",
                        to="mou.agency",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("guest_of_incident_id", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "agencies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent__isnull", True), ("kind", "school"), _connector="OR"),
                        name="agency_only_a_school_has_a_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "district",
                                    "school",
                                    "police",
                                    "sheriff",
                                    "fire",
                                    "ems",
                                    "dispatch",
                                    "emergency_management",
                                    "other",
                                ],
                            )
                        ),
                        name="agency_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="mou.agency"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "officer"),
                            ("supervisor", "supervisor"),
                            ("commander", "commander"),
                            ("dispatcher", "dispatcher"),
                            ("administrator", "administrator"),
                            ("staff", "staff"),
                            ("planner", "planner"),
                        ],
                        max_length=24,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("callsign", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("is_on_duty", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user", "agency"),
                        name="member_once_per_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "officer",
                                    "supervisor",
                                    "commander",
                                    "dispatcher",
                                    "administrator",
                                    "staff",
                                    "planner",
                                ],
                            )
                        ),
                        name="member_role_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="mou.agencymember"
                    ),
                ),
                ("change", models.CharField(max_length=16)),
                ("role", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
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
                ("is_confirmed", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("member",),
                        name="one_open_request_per_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("change__in", ["end", "suspend", "change_role"])),
                        name="membership_change_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", ""),
                            (
                                "role__in",
                                [
                                    "officer",
                                    "supervisor",
                                    "commander",
                                    "dispatcher",
                                    "administrator",
                                    "staff",
                                    "planner",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="membership_request_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", False),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="request_is_confirmed_by_a_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="mou.agencymember"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("begun_at", models.DateTimeField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("member",), name="suspended_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("begun_at")), _connector="OR"
                        ),
                        name="suspension_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdministrativeAct",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="mou.agency"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="mou.agencymember",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("changes", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-at"], name="acts_of_agency"),
                    models.Index(fields=["member", "-at"], name="acts_about_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "agency_founded",
                                    "agency_changed",
                                    "member_added",
                                    "member_changed",
                                    "member_suspended",
                                    "member_reinstated",
                                    "membership_ended",
                                    "second_person_asked",
                                    "second_person_confirmed",
                                    "request_withdrawn",
                                    "invitation_made",
                                    "account_changed",
                                    "account_deactivated",
                                    "account_reactivated",
                                    "sessions_ended",
                                    "people_imported",
                                ],
                            )
                        ),
                        name="administrative_act_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Chore",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="chore_has_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Emergency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("incident_id", models.UUIDField()),
                ("district_id", models.UUIDField()),
                ("site_id", models.UUIDField()),
                ("incident_type", models.CharField(max_length=16)),
                ("is_exercise", models.BooleanField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "emergencies",
                "indexes": [models.Index(fields=["site_id", "begun_at"], name="emergency_at_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("begun_at")), _connector="OR"
                        ),
                        name="emergency_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("incident_id",),
                        name="emergency_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
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
                ("district_id", models.UUIDField()),
                ("site_id", models.UUIDField()),
                ("incident_id", models.UUIDField()),
                ("is_exercise", models.BooleanField()),
                ("kinds", models.JSONField()),
                ("reason", models.TextField()),
                ("begun_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "justified"), ("mistaken", "mistaken"), ("misused", "misused")],
                        max_length=16,
                    ),
                ),
                ("review_note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "emergency access",
                "indexes": [
                    models.Index(fields=["user", "site_id", "ends_at"], name="emergency_access_of_user"),
                    models.Index(fields=["district_id", "begun_at"], name="emergency_access_of_district"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="emergency_access_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begun_at"))),
                        name="emergency_access_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_access_reviewed_wholly_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MutualAid",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
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
                ("district_id", models.UUIDField()),
                ("site_id", models.UUIDField()),
                ("incident_id", models.UUIDField()),
                ("incident", models.CharField(max_length=120)),
                (
                    "let_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("let_in_by_name", models.CharField(max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
        migrations.CreateModel(
            name="SroAssignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sro_assignments",
                        to="mou.agencymember",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sro_assignments", to="mou.agency"
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mou.agencymember",
                    ),
                ),
                (
                    "backup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mou.agencymember",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=24)),
                ("ended_reason", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "ended_on"], name="sro_of_district"),
                    models.Index(fields=["agency", "ended_on"], name="sro_of_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("member", "district"),
                        name="sro_once_per_district",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="sro_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_on__isnull", False),
                                (
                                    "ended_why__in",
                                    [
                                        "reassigned",
                                        "promoted",
                                        "left_agency",
                                        "removed_at_request",
                                        "agreement_ended",
                                        "other",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="sro_end_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SroSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sites", to="mou.sroassignment"
                    ),
                ),
                ("site_id", models.UUIDField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assignment", "site_id"), name="sro_site_once")],
            },
        ),
        migrations.CreateModel(
            name="SroSelection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="selections", to="mou.sroassignment"
                    ),
                ),
                ("party", models.CharField(max_length=8)),
                ("panel", models.CharField(max_length=400)),
                ("interviewed_on", models.DateField(blank=True, null=True)),
                ("years_of_service", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("criteria", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("edited_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_name", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "party"), name="sro_selection_once_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(("party__in", ["agency", "district"])), name="sro_selection_party_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True), ("signed_name", "")),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sro_selection_signed_by_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SroReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="mou.sroassignment"
                    ),
                ),
                ("party", models.CharField(max_length=8)),
                ("held_on", models.DateField()),
                ("note", models.TextField()),
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
                        condition=models.Q(("party__in", ["agency", "district"])), name="sro_review_party_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnCourse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_courses", to="mou.agency"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("hours", models.FloatField()),
                ("valid_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code"), name="own_course_once"),
                    models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="own_course_has_hours"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="training_records", to="mou.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("course", models.CharField(max_length=60)),
                ("course_name", models.CharField(max_length=120)),
                ("hours", models.FloatField()),
                ("provider", models.CharField(blank=True, max_length=120)),
                ("completed_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("certificate_number", models.CharField(blank=True, max_length=60)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="mou.trainingrecord",
                    ),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("replaced_why", models.CharField(blank=True, max_length=12)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("replaced_reason", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "replaced_at"], name="training_of_person"),
                    models.Index(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=["expires_on"],
                        name="training_expires",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("agency", "person", "course", "completed_on"),
                        name="training_once_a_day",
                    ),
                    models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="training_has_hours"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True), ("expires_on__gte", models.F("completed_on")), _connector="OR"
                        ),
                        name="training_expires_after_it_was_completed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaced_at__isnull", True), ("replaced_why", "")),
                            models.Q(("replaced_at__isnull", False), ("replaced_why__in", ["corrected", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="training_replaced_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingCertificate",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="certificate",
                        serialize=False,
                        to="mou.trainingrecord",
                    ),
                ),
                ("jpeg", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Memorandum",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="granted_memoranda", to="mou.agency"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="received_memoranda", to="mou.agency"
                    ),
                ),
                ("template_kind", models.CharField(blank=True, max_length=40)),
                (
                    "current_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_of",
                        to="mou.version",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "memoranda",
                "indexes": [models.Index(fields=["agency", "district"], name="memorandum_parties")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("district", models.F("agency")), _negated=True),
                        name="memorandum_two_parties",
                    )
                ],
            },
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
                (
                    "memorandum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="mou.memorandum"
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
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="mou.version",
                    ),
                ),
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
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["in_force"])),
                        fields=["memorandum", "expires_on"],
                        name="version_held",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("effective_on"))), name="version_dates_in_order"
                    ),
                    models.UniqueConstraint(fields=("memorandum", "number"), name="version_number_once"),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "out_for_signature"), _negated=True),
                            models.Q(("canonical_sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="version_out_for_signature_has_its_sum",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review", "approved", "out_for_signature"])),
                        fields=("memorandum",),
                        name="version_one_unsigned",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["in_force"]), ("ended_at__isnull", True)),
                        fields=("memorandum",),
                        name="version_one_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sites", to="mou.version"
                    ),
                ),
                ("site_id", models.UUIDField()),
                ("name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "site_id"), name="version_names_a_site_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="mou.version"
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
            ],
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="mou.version"
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
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="clause_key_once"),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="mou.version"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="terms",
                        to="mou.clause",
                    ),
                ),
                ("kind", models.CharField(max_length=48)),
                ("scope", models.CharField(blank=True, max_length=80)),
                ("value", models.JSONField()),
                ("condition", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind", "scope"), name="term_once_per_version"),
                    models.CheckConstraint(condition=models.Q(("kind", ""), _negated=True), name="term_has_a_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="mou.version"
                    ),
                ),
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
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("edited_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "clause_key", "edit_number"), name="edit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["added", "changed", "moved", "removed", "accepted"])),
                        name="edit_kind_is_known",
                    ),
                ],
            },
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="mou.version"
                    ),
                ),
                ("clause_key", models.UUIDField()),
                ("edit_number", models.PositiveIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
            options={
                "indexes": [models.Index(fields=["version", "clause_key", "created_at"], name="comment_of_clause")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("suggested_html", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="comment_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_closed_with_an_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditorPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="mou.version"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("clause_key", models.UUIDField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "user"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="mou.version"
                    ),
                ),
                ("days_before", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "days_before"), name="reminder_once")],
            },
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signatories", to="mou.version"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("version", "agency", "user"),
                        name="signatory_once",
                    )
                ],
            },
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
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="mou.signatory"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("signed_name", models.CharField(max_length=120)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)), fields=("signatory",), name="signature_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), _negated=True), name="signature_has_its_sum"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedCopy",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealed_copy",
                        serialize=False,
                        to="mou.version",
                    ),
                ),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("canonical_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "sealed copies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sha256", ""), _negated=True), models.Q(("canonical_sha256", ""), _negated=True)
                        ),
                        name="sealed_copy_has_its_sums",
                    )
                ],
            },
        ),
    ]
