"""The walk through a building that verified a floorplan: who, when, with whom."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models


class WalkThrough(models.Model):
    """Critical incident mapping laws want the plan compared with the building on foot, with responders present."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.OneToOneField("mapping.Floorplan", on_delete=models.CASCADE, related_name="walk_through")
    walked_on = models.DateField()
    walked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Names of the agencies and people who walked along, as they were said; a list of texts.
    walked_with = models.JSONField(default=list)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-walked_on", "id")

    def __str__(self) -> str:
        return f"{self.floorplan_id} walked on {self.walked_on}"
