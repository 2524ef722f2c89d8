"""The protocol that a district chose, edition by edition."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.incident.protocols.vocabulary import Protocol


class ProtocolEdition(models.Model):
    """One choice of a district, never changed: an action in force reads the one of its start.

    `words`: of each audience a list, as it was written and in Spanish.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    protocol = models.CharField(max_length=20, choices=Protocol.column_choices())
    words = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "number"], name="one_protocol_edition"),
        ]
