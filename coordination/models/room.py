"""An incident's live coordination space; its row is the lock under which entries get their seq."""

import uuid_utils.compat as uuid_utils
from django.db import models

from coordination.chain import GENESIS


class Room(models.Model):
    """`head_seq` and `head_hash` are those of the newest entry; whoever appends holds this row's lock (promise 2)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    incident = models.OneToOneField("coordination.Incident", on_delete=models.PROTECT, related_name="room")
    head_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=GENESIS)
