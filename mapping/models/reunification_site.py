"""Where families get their children back: a place, what it holds, and how one gets there (SRM)."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from mapping.vocabulary import NAME_MAX_CHARS, ReunificationAreaKind, RouteMode


class ReunificationSite(models.Model):
    """One of a school's sites, ranked. `edit_number` grows with every change: it is the ETag of `If-Match`."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="reunification_sites")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_MAX_CHARS)
    is_on_campus = models.BooleanField()
    address = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    location = models.PointField(srid=4326, spatial_index=True)
    host = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    agreement_reference = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    agreement_expires_on = models.DateField(null=True, blank=True)
    # Of the whole site; where its areas say how many they hold, their sum counts instead.
    capacity_students = models.PositiveIntegerField(null=True, blank=True)
    capacity_adults = models.PositiveIntegerField(null=True, blank=True)
    capacity_cars = models.PositiveIntegerField(null=True, blank=True)
    capacity_buses = models.PositiveIntegerField(null=True, blank=True)
    access_notes = models.TextField(blank=True)
    power = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    languages = models.JSONField(default=list)
    kit_location = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    last_exercised_on = models.DateField(null=True, blank=True)
    # Walls, fences and screens that block the view, as lines; the school's own buildings count without them.
    screens = models.MultiLineStringField(srid=4326, null=True, blank=True)
    edit_number = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("site", "rank", "id")
        constraints = [
            models.UniqueConstraint(fields=["site", "rank"], name="one_reunification_site_per_rank"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="reunification_ranks_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.name


class ReunificationArea(models.Model):
    """One of the areas of the Standard Reunification Method at a site."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    reunification_site = models.ForeignKey("mapping.ReunificationSite", on_delete=models.CASCADE, related_name="areas")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in ReunificationAreaKind])
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    geometry = models.PolygonField(srid=4326)
    capacity_students = models.PositiveIntegerField(null=True, blank=True)
    capacity_adults = models.PositiveIntegerField(null=True, blank=True)
    capacity_cars = models.PositiveIntegerField(null=True, blank=True)
    capacity_buses = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "label", "id")

    def __str__(self) -> str:
        return self.label or self.kind


class ReunificationRoute(models.Model):
    """A way from the school to the site, with its length and how long it takes."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    reunification_site = models.ForeignKey("mapping.ReunificationSite", on_delete=models.CASCADE, related_name="routes")
    mode = models.CharField(max_length=8, choices=[(mode.value, mode.value) for mode in RouteMode])
    name = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    geometry = models.LineStringField(srid=4326)
    distance_m = models.PositiveIntegerField()
    time_s = models.PositiveIntegerField()

    class Meta:
        ordering = ("mode", "time_s", "id")

    def __str__(self) -> str:
        return self.name or self.mode
