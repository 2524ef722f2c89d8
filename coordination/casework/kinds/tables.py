"""The columns that the tables of every kind have. Each desk has tables of its own."""

from datetime import datetime
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.casework.retention import RetainingTeam


class AgencyTeam(RetainingTeam):
    """The team of a school or district, which has one at most."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.OneToOneField("mou.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class NumberingTeam(models.Model):
    """A team that numbers its things."""

    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def take_number(self, at: datetime, *, prefix: str = "") -> str:
        """Return the next number, as people write it: "S2026-007" for a prefix S. The row of the team is held."""
        self.last_number += 1
        self.save(update_fields=["last_number"])
        return f"{prefix}{at.year}-{self.last_number:03}"


class Record(models.Model):
    """One step or note of a thing. It goes with what it is about."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    act = models.CharField(max_length=24)
    words = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
