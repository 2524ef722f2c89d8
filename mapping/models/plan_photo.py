"""A photo of a place on one floorplan: what a responder will see when they stand there."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.vocabulary import NAME_MAX_CHARS


class PlanPhoto(models.Model):
    """The bytes lie in the media folder under their SHA-256, drawn anew and so without the camera's own notes."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="photos")
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    # The source_ref of the room, door or thing that it shows; empty for a place alone.
    about_ref = models.CharField(max_length=120, blank=True)
    location = models.PointField(srid=4326, spatial_index=True)
    sha256 = models.CharField(max_length=64)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        ordering = ("label", "id")

    def __str__(self) -> str:
        return self.label or str(self.pk)
