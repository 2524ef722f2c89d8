"""A thing on one floorplan that a responder looks for: an AED, a key box, a shut-off."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.vocabulary import NAME_MAX_CHARS, ObjectKind


class PlanObject(models.Model):
    """Drawn as a pictogram of its kind with the label beside it."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="objects_on_plan")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in ObjectKind])
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    correlation_id = models.UUIDField(null=True, blank=True)
    # "The nearest AED to this marker" is asked in a hurry.
    location = models.PointField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("kind", "label", "id")

    def __str__(self) -> str:
        return self.label or self.kind
