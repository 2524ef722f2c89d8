"""A door or passage on one floorplan."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.vocabulary import NAME_MAX_CHARS, NUMBER_MAX_CHARS, OpeningCategory


class Opening(models.Model):
    """A line where the plan knows the width (IMDF), a point where it knows only the place (OpenStreetMap)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="openings")
    category = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in OpeningCategory])
    number = models.CharField(max_length=NUMBER_MAX_CHARS, blank=True)
    name = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    is_exterior = models.BooleanField()
    source_ref = models.CharField(max_length=120, blank=True)
    # Drawn by viewport together with the spaces, and asked for "the nearest numbered door".
    geometry = models.GeometryField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("number", "name", "id")

    def __str__(self) -> str:
        return self.number or self.name or self.category
