"""What was seen in a room or another place, walk by walk. It belongs to the place, not to a version of its plan."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.options.rules import NOTE_CHARS
from mapping.options.vocabulary import BuildingLock, PlaceKind, RoomLock
from mapping.vocabulary import NAME_MAX_CHARS


class RoomWalk(models.Model):
    """What one person saw in a room, a hall, a building or outdoors, never changed: the newest counts.

    `ref` names the place in every version of its floor (`plans.drawn_things.drawn.Drawn.ref`), so that the next version
    of the plan keeps what is known. `label`: what it was called then. `ways_out`: as `rules.WayOut` of a room, else as
    `rules.PlaceWayOut`. What is not asked of a kind of place is empty or null.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    level = models.ForeignKey("mapping.Level", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=PlaceKind.column_choices(), default=PlaceKind.ROOM.value)
    ref = models.CharField(max_length=120)
    label = models.CharField(max_length=NAME_MAX_CHARS * 2)
    locks = models.CharField(
        max_length=8, choices=[*RoomLock.column_choices(), *BuildingLock.column_choices()], blank=True
    )
    can_barricade = models.BooleanField(null=True)
    is_hidden = models.BooleanField(null=True)
    ways_out = models.JSONField(default=list)
    cover_m = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=NOTE_CHARS, blank=True)
    walked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    walked_at = models.DateTimeField()
    # What a place without any option became for those who assess the site.
    finding = models.ForeignKey("assessments.SiteFinding", on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["level", "ref", "walked_at"], name="walks_of_a_room")]

    def __str__(self) -> str:
        return f"{self.label} walked at {self.walked_at}"
