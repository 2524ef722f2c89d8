"""A message that demands acknowledgement, and who has acknowledged it."""

from typing import ClassVar

from django.db import models

from coordination.vocabulary import Audience


class Flash(models.Model):
    """`flash_id` comes from the client and is unique within the room."""

    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="flashes")
    flash_id = models.UUIDField()
    seq = models.BigIntegerField()
    text = models.CharField(max_length=500)
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    posted_by = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "flash_id"], name="one_flash_per_id")]


class FlashAcknowledgement(models.Model):
    """One person's read-back."""

    flash = models.ForeignKey(Flash, on_delete=models.PROTECT, related_name="acknowledgements")
    participant = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["flash", "participant"], name="acknowledged_once"),
        ]
