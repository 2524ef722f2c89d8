"""A room, corridor, stair or area on one floorplan (IMDF calls it a unit)."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.models.spatial import SpatialQuerySet
from mapping.vocabulary import NAME_MAX_CHARS, NUMBER_MAX_CHARS


class Space(models.Model):
    """`correlation_id` is shared by the same stair or lift on several floors."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="spaces")
    category = models.CharField(max_length=40)
    number = models.CharField(max_length=NUMBER_MAX_CHARS, blank=True)
    name = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    correlation_id = models.UUIDField(null=True, blank=True)
    is_lockable = models.BooleanField(null=True, blank=True)
    # "In which room is this point?" is asked for every placed marker and every position fix.
    geometry = models.MultiPolygonField(srid=4326, spatial_index=True)

    objects = SpatialQuerySet["Space"].as_manager()

    class Meta:
        ordering = ("number", "name", "id")

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.name) if part) or self.category
