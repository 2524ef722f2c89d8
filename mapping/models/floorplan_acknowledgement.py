"""An agency says that it has seen a published version of a floorplan."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models


class FloorplanAcknowledgement(models.Model):
    """Said once by an agency and version, by the person who was first."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="acknowledgements")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        ordering = ("floorplan", "acknowledged_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["floorplan", "agency"], name="one_acknowledgement_per_agency_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.floorplan_id} acknowledged by {self.agency_id}"
