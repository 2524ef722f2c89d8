"""A line or zone that people drew on the map of an incident."""

from typing import ClassVar

from django.contrib.gis.db import models

from coordination.vocabulary import Audience, ShapeKind


class Shape(models.Model):
    """A line is a LineString, a zone a Polygon of one ring. `shape_id` comes from the client."""

    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="shapes")
    shape_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in ShapeKind])
    geometry = models.GeometryField(srid=4326)
    label = models.CharField(max_length=120, blank=True)
    level = models.ForeignKey("mapping.Level", null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    drawn_by = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "shape_id"], name="one_shape_per_id")]
