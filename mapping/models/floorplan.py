"""A versioned drawing of one level. Never overwritten: a correction is the next version."""

from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from mapping.vocabulary import FloorplanState

# Said like this, a reader's types know nothing of it: whoever reads a floorplan has found one that has a level.
WHILE_STORED: Any = {"null": True}


class Floorplan(models.Model):
    """What is drawn (spaces, openings, objects) hangs on the version, so that an incident can pin what it saw."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    # None while an import stores it: whoever asks for the floorplans of a level or of a site does not find it yet.
    level = models.ForeignKey("mapping.Level", on_delete=models.CASCADE, related_name="floorplans", **WHILE_STORED)
    run = models.ForeignKey(
        "mapping.ImportRun", on_delete=models.SET_NULL, related_name="floorplans", null=True, blank=True
    )
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
                condition=models.Q(level__isnull=False) | models.Q(state=FloorplanState.DRAFT.value),
                name="floorplan_of_a_level_unless_it_is_being_stored",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_on__isnull=True)
                | models.Q(verified_by__isnull=False, verified_on__isnull=False),
                name="verified_by_somebody_on_some_day",
            ),
        ]

    @property
    def floor_id(self) -> UUID:
        """The id of the level of a floorplan that somebody has found: nobody finds one that is being stored."""
        assert self.level_id is not None
        return self.level_id

    def __str__(self) -> str:
        return f"{self.level_id} v{self.version}"
