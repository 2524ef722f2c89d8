"""When a floorplan reached a state, and by whom: its history, for ever."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.vocabulary import FloorplanState


class FloorplanStep(models.Model):
    """`by` is null for the operator at the server's own console."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in FloorplanState])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("floorplan", "at", "id")
        constraints = [
            # A version goes each step once: nothing that was published becomes a draft again.
            models.UniqueConstraint(fields=["floorplan", "state"], name="one_step_per_state_of_a_floorplan")
        ]

    def __str__(self) -> str:
        return f"{self.floorplan_id} {self.state}"
