"""A point that people put on the map of an incident."""

from typing import ClassVar

from django.contrib.gis.db import models

from coordination.vocabulary import Audience, MarkerKind


class Marker(models.Model):
    """`marker_id` comes from the client and is unique within the room."""

    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="markers")
    marker_id = models.UUIDField()
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.name) for kind in MarkerKind])
    label = models.CharField(max_length=120)
    location = models.PointField(srid=4326)
    level = models.ForeignKey("mapping.Level", null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    placed_by = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "marker_id"], name="one_marker_per_id")]
