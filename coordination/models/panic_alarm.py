"""A panic alarm at a site: as long as it is open, every further press joins its room instead of opening another."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.db import models


class PanicAlarm(models.Model):
    """`ended_at` is set by standing down, or when a later press finds it too old or its incident closed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    room = models.OneToOneField("coordination.Room", on_delete=models.PROTECT, related_name="panic_alarm")
    is_exercise = models.BooleanField()
    # False for the alarm of somebody who was removed from the room of the site's own alarm: they are heard, apart.
    takes_presses = models.BooleanField()
    last_pressed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey("coordination.Participant", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_reason = models.CharField(max_length=500, blank=True)
    stood_down_by = models.ForeignKey("coordination.Participant", null=True, on_delete=models.PROTECT, related_name="+")
    stood_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Ten people press in the same instant: the database lets one open the incident, the others join it. An
            # exercise and a real alarm never share a room (promise 10).
            models.UniqueConstraint(
                fields=["site", "is_exercise"],
                condition=models.Q(ended_at__isnull=True, takes_presses=True),
                name="one_open_alarm_per_site",
            ),
            models.CheckConstraint(
                condition=models.Q(stood_down_by__isnull=True) | ~models.Q(stood_down_by=models.F("proposed_by")),
                name="stood_down_by_two_people",
            ),
        ]
