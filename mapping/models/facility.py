"""A place responders come from or go to: a station, a hospital."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.models.spatial import SpatialQuerySet
from mapping.vocabulary import FacilityKind


class Facility(models.Model):
    """Public knowledge, unlike a site: stations and hospitals are on every street map."""

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

    objects = SpatialQuerySet["Facility"].as_manager()

    class Meta:
        ordering = ("kind", "name", "id")
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name
