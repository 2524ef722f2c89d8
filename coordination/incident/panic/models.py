"""The tables of panic alerts beyond one room: the alarm that is open once per site, presses, a district's rule."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.vocabulary import PanicKind


class PanicAlarm(models.Model):
    """An alarm at a site: as long as it is open, every further press joins its room instead of opening another.

    `ended_at` is set by the all clear, or when a later press finds it too old or its incident closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    room = models.OneToOneField("room.Room", on_delete=models.PROTECT, related_name="panic_alarm")
    is_exercise = models.BooleanField()
    # Of an everyday tier: it ends with its incident, and a grave press never joins it.
    is_everyday = models.BooleanField()
    # Empty, or where it is away from the site, in small letters: a bus and its school each have an alarm.
    place_key = models.CharField(max_length=240, blank=True, default="")
    # False for the alarm of a person who was removed from the room of the site's own alarm: they are heard, apart.
    takes_presses = models.BooleanField()
    last_pressed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Ten people press in the same instant: the database lets one open the incident, the others join it. An
            # exercise and a real alarm never share a room (promise 10).
            models.UniqueConstraint(
                fields=["site", "place_key", "is_exercise", "is_everyday"],
                condition=models.Q(ended_at__isnull=True, takes_presses=True),
                name="one_open_alarm_per_site",
            ),
        ]


class PanicPress(models.Model):
    """The id follows from who pressed and the command's id: a press that is sent again is found, not repeated.

    What was pressed and what became of it is the room's object of the same id.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="panic_presses")
    seq = models.BigIntegerField()
    command_digest = models.CharField(max_length=64)
    # The row of the badge or wall button, for telling presses of one button from its namesakes'; it may be gone.
    button_id = models.BigIntegerField(null=True, db_index=True)
    pressed_by = models.ForeignKey("room.Participant", on_delete=models.PROTECT, related_name="+")
    pressed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"], name="press_of_room")]


class PanicTier(models.Model):
    """What a district has decided about one tier; without a row its defaults hold (tiers.py)."""

    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=[(one.value, one.name) for one in PanicKind])
    # A TierRule as JSON: it is read and written whole.
    rule = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "kind"], name="one_rule_per_tier"),
        ]


class PanicPolicy(models.Model):
    """Whether a district's administrators must confirm each alarm; it never delays the alert."""

    district = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    confirmation_required = models.BooleanField()
