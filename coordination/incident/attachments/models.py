"""A photo or file: uploaded first, part of the log from the moment a command attaches it."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.db import models

from coordination.vocabulary import Audience


class Attachment(models.Model):
    """The bytes lie in the media folder under their SHA-256; two equal files are stored once."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="attachments")
    uploaded_by = models.ForeignKey("room.Participant", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Empty and null until attached; then as in the entry.
    audience = models.CharField(
        max_length=12, blank=True, choices=[(audience.value, audience.name) for audience in Audience]
    )
    seq = models.BigIntegerField(null=True)
    # When retention deleted the bytes; the hash stays here and in the log.
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(seq__isnull=True, audience="")
                | (models.Q(seq__isnull=False) & ~models.Q(audience="")),
                name="attached_with_audience",
            )
        ]
