"""The tables of mapping."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from mou.foundation.database.first_tables import FirstTables


class Migration(FirstTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mou", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="learned_words", to="mou.agency"
                    ),
                ),
                ("table", models.CharField(max_length=12)),
                ("word", models.CharField(max_length=200)),
                ("meaning", models.CharField(max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "table", "word"), name="one_meaning_per_word")
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mou.agency"
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("document", models.JSONField(blank=True, null=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites_of_district", to="mou.agency"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites_of_school",
                        to="mou.agency",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("boundary", django.contrib.gis.db.models.fields.MultiPolygonField(blank=True, null=True, srid=4326)),
                ("time_zone", models.CharField(max_length=64)),
                ("enrollment", models.PositiveIntegerField(blank=True, null=True)),
                ("bell_schedule", models.JSONField(blank=True, default=list)),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_ref", ""), _negated=True),
                        fields=("district", "source_ref"),
                        name="one_site_per_source_ref",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distribution_records",
                        to="mapping.site",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mou.agency",
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=200)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("acknowledged", "acknowledged"),
                            ("export", "export"),
                            ("pack", "pack"),
                            ("print", "print"),
                            ("handed_over", "handed_over"),
                        ],
                        max_length=16,
                    ),
                ),
                ("floorplan_ids", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-given_at", "id"),
                "indexes": [models.Index(fields=["site", "given_at"], name="mapping_dis_site_id_5a9e91_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", True), ("recipient__gt", "")),
                            models.Q(("agency__isnull", False), ("recipient", "")),
                            _connector="OR",
                        ),
                        name="given_to_an_agency_or_to_somebody_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
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
                        choices=[("sites", "sites"), ("floorplan", "floorplan"), ("rehearsal", "rehearsal")],
                        max_length=12,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_runs",
                        to="mapping.site",
                    ),
                ),
                ("source_name", models.CharField(max_length=200)),
                ("source_sha256", models.CharField(max_length=64)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("storing_until", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("-started_at",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=["storing_until"],
                        name="import_runs_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="import_jobs", to="mapping.site"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("building_name", models.CharField(max_length=200)),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("osm_indoor", "osm_indoor"),
                            ("geojson", "geojson"),
                            ("imdf", "imdf"),
                            ("kml", "kml"),
                            ("geopackage", "geopackage"),
                            ("shapefile", "shapefile"),
                            ("file_geodatabase", "file_geodatabase"),
                            ("files", "files"),
                            ("dxf", "dxf"),
                            ("dwg", "dwg"),
                            ("image", "image"),
                            ("pdf", "pdf"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order", models.JSONField(default=dict)),
                ("is_dry_run", models.BooleanField()),
                ("source_name", models.CharField(max_length=200)),
                ("source_sha256", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("total_count", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="job",
                        to="mapping.importrun",
                    ),
                ),
                ("levels", models.JSONField(default=list)),
                ("error_code", models.CharField(blank=True, max_length=60)),
                ("error_detail", models.CharField(blank=True, max_length=500)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["created_at"],
                        name="import_jobs_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "running")
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("lease_token__isnull", True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="import_job_leased_while_it_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ("done", "failed", "cancelled"))),
                            models.Q(
                                models.Q(("state__in", ("done", "failed", "cancelled")), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="import_job_ended_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="import_job_fails_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportDefect",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="defects", to="mapping.importrun"
                    ),
                ),
                ("feature_ref", models.CharField(max_length=200)),
                ("code", models.CharField(max_length=60)),
                ("detail", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("repaired", "repaired"),
                            ("refused", "refused"),
                            ("noted", "noted"),
                            ("ignored", "ignored"),
                        ],
                        max_length=12,
                    ),
                ),
                ("lon", models.FloatField(blank=True, null=True)),
                ("lat", models.FloatField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(
                                ("lat__isnull", False),
                                ("lat__range", (-90, 90)),
                                ("lon__isnull", False),
                                ("lon__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="import_defect_on_the_earth_or_nowhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleAttestation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rule_attestations", to="mapping.site"
                    ),
                ),
                ("rule", models.CharField(max_length=12)),
                ("note", models.CharField(max_length=500)),
                (
                    "attested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("attested_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-attested_at", "-id"),
                "indexes": [
                    models.Index(fields=["site", "rule", "attested_at"], name="mapping_rul_site_id_a962b5_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReunificationSite",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reunification_sites",
                        to="mapping.site",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("is_on_campus", models.BooleanField()),
                ("address", models.CharField(blank=True, max_length=200)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("host", models.CharField(blank=True, max_length=200)),
                ("agreement_reference", models.CharField(blank=True, max_length=200)),
                ("agreement_expires_on", models.DateField(blank=True, null=True)),
                ("capacity_students", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_adults", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_cars", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_buses", models.PositiveIntegerField(blank=True, null=True)),
                ("access_notes", models.TextField(blank=True)),
                ("power", models.CharField(blank=True, max_length=200)),
                ("languages", models.JSONField(default=list)),
                ("kit_location", models.CharField(blank=True, max_length=200)),
                ("last_exercised_on", models.DateField(blank=True, null=True)),
                ("screens", django.contrib.gis.db.models.fields.MultiLineStringField(blank=True, null=True, srid=4326)),
                ("edit_number", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("site", "rank", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("site", "rank"), name="one_reunification_site_per_rank"),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1)), name="reunification_ranks_begin_at_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReunificationArea",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reunification_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="mapping.reunificationsite",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("greeting", "greeting"),
                            ("check_in", "check_in"),
                            ("parents", "parents"),
                            ("student_arrival", "student_arrival"),
                            ("students", "students"),
                            ("reunification", "reunification"),
                            ("notification", "notification"),
                            ("counseling", "counseling"),
                            ("command", "command"),
                            ("media", "media"),
                            ("staging", "staging"),
                            ("parking", "parking"),
                        ],
                        max_length=24,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("geometry", django.contrib.gis.db.models.fields.PolygonField(srid=4326)),
                ("capacity_students", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_adults", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_cars", models.PositiveIntegerField(blank=True, null=True)),
                ("capacity_buses", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("kind", "label", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReunificationRoute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reunification_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="routes",
                        to="mapping.reunificationsite",
                    ),
                ),
                ("mode", models.CharField(choices=[("walk", "walk"), ("bus", "bus"), ("car", "car")], max_length=8)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("geometry", django.contrib.gis.db.models.fields.LineStringField(srid=4326)),
                ("distance_m", models.PositiveIntegerField()),
                ("time_s", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("mode", "time_s", "id"),
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buildings", to="mapping.site"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "floor_counting",
                    models.CharField(
                        choices=[("us", "us"), ("uk", "uk"), ("japan", "japan")], default="us", max_length=8
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outline", django.contrib.gis.db.models.fields.MultiPolygonField(blank=True, null=True, srid=4326)),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("site", "name"), name="one_building_per_name_and_site")
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="mapping.site"
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="mapping.building",
                    ),
                ),
                ("ordinal", models.DecimalField(decimal_places=3, max_digits=7)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=12)),
            ],
            options={
                "ordering": ("building__name", "ordinal", "short_name"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("building__isnull", False)),
                        fields=("building", "ordinal", "short_name"),
                        name="one_level_per_short_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("building__isnull", True)),
                        fields=("site", "ordinal", "short_name"),
                        name="one_outdoor_level_per_short_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Floorplan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="floorplans",
                        to="mapping.level",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="floorplans",
                        to="mapping.importrun",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("verified", "verified"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("source_sha256", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
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
                ("verified_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("level", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("level", "version"), name="one_floorplan_per_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("level",),
                        name="one_published_floorplan_per_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__isnull", False), ("state", "draft"), _connector="OR"),
                        name="floorplan_of_a_level_unless_it_is_being_stored",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                            models.Q(("verified_by__isnull", False), ("verified_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="verified_by_somebody_on_some_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spaces", to="mapping.floorplan"
                    ),
                ),
                ("category", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("correlation_id", models.UUIDField(blank=True, null=True)),
                ("is_lockable", models.BooleanField(blank=True, null=True)),
                ("geometry", django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326)),
            ],
            options={
                "ordering": ("number", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="mapping.floorplan"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("automobile", "automobile"),
                            ("bicycle", "bicycle"),
                            ("emergencyexit", "emergencyexit"),
                            ("pedestrian", "pedestrian"),
                            ("pedestrian.principal", "pedestrian.principal"),
                            ("pedestrian.transit", "pedestrian.transit"),
                            ("service", "service"),
                        ],
                        max_length=24,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("is_exterior", models.BooleanField()),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("geometry", django.contrib.gis.db.models.fields.GeometryField(srid=4326)),
            ],
            options={
                "ordering": ("number", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanArea",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="mapping.floorplan"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bus_loop", "bus_loop"),
                            ("parking", "parking"),
                            ("field", "field"),
                            ("staging", "staging"),
                            ("landing_zone", "landing_zone"),
                            ("radio_dead_spot", "radio_dead_spot"),
                            ("hazard", "hazard"),
                            ("road", "road"),
                            ("neighbor", "neighbor"),
                            ("other", "other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("geometry", django.contrib.gis.db.models.fields.GeometryField(srid=4326)),
            ],
            options={
                "ordering": ("kind", "label", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanObject",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objects_on_plan",
                        to="mapping.floorplan",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("aed", "aed"),
                            ("key_box", "key_box"),
                            ("trauma_kit", "trauma_kit"),
                            ("fire_panel", "fire_panel"),
                            ("fire_extinguisher", "fire_extinguisher"),
                            ("riser", "riser"),
                            ("gas_shutoff", "gas_shutoff"),
                            ("water_shutoff", "water_shutoff"),
                            ("electric_shutoff", "electric_shutoff"),
                            ("elevator", "elevator"),
                            ("stair", "stair"),
                            ("hydrant", "hydrant"),
                            ("camera", "camera"),
                            ("hazmat", "hazmat"),
                            ("gate", "gate"),
                            ("landing_zone", "landing_zone"),
                            ("radio_dead_spot", "radio_dead_spot"),
                            ("entrance", "entrance"),
                            ("building_side", "building_side"),
                            ("staging", "staging"),
                            ("other", "other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("correlation_id", models.UUIDField(blank=True, null=True)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
            ],
            options={
                "ordering": ("kind", "label", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanPhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="mapping.floorplan"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("source_ref", models.CharField(blank=True, max_length=120)),
                ("about_ref", models.CharField(blank=True, max_length=120)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("sha256", models.CharField(max_length=64)),
                ("width_px", models.PositiveIntegerField()),
                ("height_px", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("label", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanImage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="image", to="mapping.floorplan"
                    ),
                ),
                ("original_sha256", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=40)),
                ("page", models.PositiveIntegerField()),
                ("width_px", models.PositiveIntegerField()),
                ("height_px", models.PositiveIntegerField()),
                ("transform", models.JSONField()),
                ("control_points", models.JSONField()),
                ("residuals_m", models.JSONField()),
                ("rms_m", models.FloatField()),
                ("bounds", models.JSONField()),
                ("shown_sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="FloorplanStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="mapping.floorplan"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("verified", "verified"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("floorplan", "at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("floorplan", "state"), name="one_step_per_state_of_a_floorplan")
                ],
            },
        ),
        migrations.CreateModel(
            name="FloorplanAcknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="mapping.floorplan",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("acknowledged_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("floorplan", "acknowledged_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("floorplan", "agency"), name="one_acknowledgement_per_agency_and_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkThrough",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="walk_through", to="mapping.floorplan"
                    ),
                ),
                ("walked_on", models.DateField()),
                (
                    "walked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("walked_with", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-walked_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanEdit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "floorplan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="mapping.floorplan"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(choices=[("edit", "edit"), ("undo", "undo"), ("redo", "redo")], max_length=4),
                ),
                ("of_number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("space", "space"),
                            ("opening", "opening"),
                            ("object", "object"),
                            ("area", "area"),
                            ("photo", "photo"),
                        ],
                        max_length=8,
                    ),
                ),
                ("feature_id", models.UUIDField()),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("edited_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("floorplan", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("floorplan", "number"), name="one_plan_edit_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of_number__isnull", True), ("step", "edit")),
                            models.Q(models.Q(("step", "edit"), _negated=True), ("of_number__isnull", False)),
                            _connector="OR",
                        ),
                        name="undo_and_redo_name_an_edit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
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
                            ("police_station", "police_station"),
                            ("fire_station", "fire_station"),
                            ("hospital", "hospital"),
                            ("other", "other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="mou.agency",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("source_ref", models.CharField(max_length=120, unique=True)),
            ],
            options={
                "verbose_name_plural": "facilities",
                "ordering": ("kind", "name", "id"),
            },
        ),
    ]
