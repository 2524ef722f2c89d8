"""The table of codes for invitations by mutual aid, as keyed hashes while they are good: no log may hold them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class AidInvitation(models.Model):
    """An invitation as the door knows it; what people see of it is the object of the room under the same id.

    `code_hash` is empty before a code was asked for, and again once it was used, ended, or guessed at too often.
    """

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # What its code begins with: no secret, and by it wrong codes are counted.
    number = models.CharField(max_length=4, blank=True, db_default="")
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    # Wrong codes with its number while this one was good: each was a guess at it.
    wrong_codes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            # Also the index behind every attempt; two codes that are good at once always differ.
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="one_aid_code_at_a_time"),
        ]
