"""The table of response actions beyond their rooms: where people hide now, and what is in force at a site."""

from typing import ClassVar

from django.db import models

from coordination.vocabulary import ResponseActionKind


class ActionInForce(models.Model):
    """An action at a site, from its start to its end: read by pages of people who are not in the room, and by push.

    `called_from`: building, floor and room of the press that began it, with the nearest numbered exterior `door`.
    `kind` is empty for a silent panic alarm: it tells no one to do anything, and the school's devices make no sound.
    """

    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    action_id = models.UUIDField()
    kind = models.CharField(max_length=12, blank=True, choices=[(one.value, one.name) for one in ResponseActionKind])
    scope = models.CharField(max_length=300, blank=True)
    destination = models.CharField(max_length=120, blank=True)
    strategy = models.CharField(max_length=32, blank=True)
    called_from = models.CharField(max_length=300, blank=True)
    door = models.CharField(max_length=40, blank=True)
    door_m = models.PositiveIntegerField(null=True)
    is_exercise = models.BooleanField()
    hides = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "action_id"], name="one_row_per_action"),
        ]
        indexes: ClassVar = [
            # Push asks before each late notification who of a site hides; at nearly all times no one does.
            models.Index(fields=["site"], condition=models.Q(ended_at__isnull=True), name="action_in_force_at_site"),
        ]
