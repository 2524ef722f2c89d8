"""A row of a room's append-only log: the truth that everything else is derived from."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from coordination.vocabulary import Audience


class LogEntry(models.Model):
    """`content` is the canonical JSON that was hashed and is sent; nothing ever rewrites it (the database refuses)."""

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="entries")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    event_type = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    command_id = models.UUIDField()
    # What was asked, as a digest: the same id with another body must be refused, not answered with the old seq.
    command_digest = models.CharField(max_length=64)
    # A command may append several entries; this numbers them from 0.
    command_part = models.PositiveSmallIntegerField()
    content = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            # Promise 2: no seq twice. The same index serves every read of a tail.
            models.UniqueConstraint(fields=["room", "seq"], name="one_entry_per_seq"),
            # Promise 6: a command has effect once, even if two processes race past the check.
            models.UniqueConstraint(fields=["room", "actor", "command_id", "command_part"], name="a_command_acts_once"),
        ]
