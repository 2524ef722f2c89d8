"""A versioned drawing of one level. Never overwritten: a correction is the next version."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from mapping.vocabulary import FloorplanState


class Floorplan(models.Model):
    """What is drawn (spaces, openings, objects) hangs on the version, so that an incident can pin what it saw."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    level = models.ForeignKey("mapping.Level", on_delete=models.CASCADE, related_name="floorplans")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in FloorplanState])
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("level", "-version")
        constraints = [
            models.UniqueConstraint(fields=["level", "version"], name="one_floorplan_per_version"),
            # Two people publishing at once must not leave a level with two truths.
            models.UniqueConstraint(
                fields=["level"],
                condition=models.Q(state=FloorplanState.PUBLISHED.value),
                name="one_published_floorplan_per_level",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_on__isnull=True)
                | models.Q(verified_by__isnull=False, verified_on__isnull=False),
                name="verified_by_somebody_on_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level_id} v{self.version}"
