"""Where people come from and go to: campuses, their buildings and floors, stations and hospitals."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.models.spatial import SpatialQuerySet
from mapping.vocabulary import FacilityKind, FloorCounting


class Site(models.Model):
    """A campus: the place that agreements cover and incidents happen at.

    Owned by a district; `school` is the agency whose people work there, where there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    name = models.CharField(max_length=200)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="sites_of_district")
    school = models.ForeignKey(
        "mou.Agency", on_delete=models.PROTECT, related_name="sites_of_school", null=True, blank=True
    )
    address = models.CharField(max_length=200, blank=True)
    # Both are asked by viewport and by distance; without the index each question reads every site of a state.
    location = models.PointField(srid=4326, spatial_index=True)
    boundary = models.MultiPolygonField(srid=4326, spatial_index=True, null=True, blank=True)
    time_zone = models.CharField(max_length=64)
    enrollment = models.PositiveIntegerField(null=True, blank=True)
    # Periods of a school day as [name, begins, ends] in the site's own time: mapping.sites.bell_schedule.
    bell_schedule = models.JSONField(default=list, blank=True)
    # The owner's own key for the place ("dcps_949"): importing the same register again finds the same row.
    source_ref = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    objects = SpatialQuerySet["Site"].as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "source_ref"],
                condition=~models.Q(source_ref=""),
                name="one_site_per_source_ref",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A house on a site.

    Has levels; the outline is what the ground sees of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="buildings")
    name = models.CharField(max_length=200)
    # How people there say "second floor"; see mapping.geometry.floor_words.
    floor_counting = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in FloorCounting], default=FloorCounting.US.value
    )
    # Torn down, or no school any more: nothing of it is on the map, and what incidents saw of it stays.
    closed_at = models.DateTimeField(null=True, blank=True)
    outline = models.MultiPolygonField(srid=4326, spatial_index=True, null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="one_building_per_name_and_site")]

    def __str__(self) -> str:
        return self.name


# The open ground, and floors of buildings that stand.
STANDING = models.Q(building__isnull=True) | models.Q(building__closed_at__isnull=True)


class Level(models.Model):
    """A floor of a building, or the open ground of a site.

    `ordinal` is the order from below, 0 = ground; halves exist (a landing between two floors is 0.5).
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="levels")
    building = models.ForeignKey(
        "mapping.Building", on_delete=models.CASCADE, related_name="levels", null=True, blank=True
    )
    ordinal = models.DecimalField(max_digits=7, decimal_places=3)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=12)

    class Meta:
        ordering = ("building__name", "ordinal", "short_name")
        # Two levels may share an ordinal (a concourse and the terrace beside it), so the short name is part of it.
        # Two constraints, because a level outdoors has no building and SQLite cannot treat that as a value.
        constraints = [
            models.UniqueConstraint(
                fields=["building", "ordinal", "short_name"],
                condition=models.Q(building__isnull=False),
                name="one_level_per_short_name",
            ),
            models.UniqueConstraint(
                fields=["site", "ordinal", "short_name"],
                condition=models.Q(building__isnull=True),
                name="one_outdoor_level_per_short_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A place responders come from or go to: a station, a hospital.

    Public knowledge, unlike a site: stations and hospitals are on every street map.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in FacilityKind])
    name = models.CharField(max_length=200)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="facilities", null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Asked by viewport, across whole counties.
    location = models.PointField(srid=4326, spatial_index=True)
    # The register's own key; importing the register again finds the same row.
    source_ref = models.CharField(max_length=120, unique=True)
    # Since when its agency keeps it by hand: a register that is brought in again leaves it as it is. It may be null, as
    # the next may: SQLite makes a table anew for any other new column, and the index of its places would be gone.
    kept_since = models.DateTimeField(null=True, blank=True)
    # Given up: on no map any more.
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SpatialQuerySet["Facility"].as_manager()

    class Meta:
        ordering = ("kind", "name", "id")
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name
