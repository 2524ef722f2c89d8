"""Which version of each floor's plan was in force when an incident opened."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.db import models


class IncidentFloorplan(models.Model):
    """Written once, at opening: what people say by room and door numbers is read later on the plan they had."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    incident = models.ForeignKey("room.Incident", on_delete=models.PROTECT, related_name="floorplans")
    level = models.ForeignKey("mapping.Level", on_delete=models.PROTECT, related_name="+")
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "level"], name="one_floorplan_per_level_and_incident")
        ]
