"""That an entry was struck; the entry itself stays as it was."""

from typing import ClassVar

from django.db import models


class Strike(models.Model):
    """`seq` is the struck entry, `by_seq` the entry that says so."""

    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="strikes")
    seq = models.BigIntegerField()
    by_seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "seq"], name="struck_once")]
