"""A place on one floorplan that has a shape and a use but no walls: a bus loop, a field, a radio dead spot."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.vocabulary import NAME_MAX_CHARS, AreaKind


class PlanArea(models.Model):
    """A polygon where it covers ground, a line where only its course is known (a road, a fence)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="areas")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in AreaKind])
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    # Drawn by viewport together with the spaces.
    geometry = models.GeometryField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("kind", "label", "id")

    def __str__(self) -> str:
        return self.label or self.kind
