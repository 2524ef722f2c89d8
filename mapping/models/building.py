"""A house on a site."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.vocabulary import FloorCounting


class Building(models.Model):
    """Has levels; the outline is what the ground sees of it."""

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
