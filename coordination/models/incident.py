"""The occurrence: what, where, since when, and whether it is real."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from coordination.vocabulary import IncidentStatus, IncidentType, Severity


class Incident(models.Model):
    """`is_exercise` is decided at opening and has no setter: no action changes it (promise 10)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    incident_type = models.CharField(max_length=16, choices=[(kind.value, kind.name) for kind in IncidentType])
    severity = models.CharField(max_length=10, choices=[(level.value, level.name) for level in Severity])
    title = models.CharField(max_length=120)
    is_exercise = models.BooleanField()
    status = models.CharField(
        max_length=10,
        default=IncidentStatus.ACTIVE.value,
        choices=[(status.value, status.name) for status in IncidentStatus],
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The home page asks for the open incidents of the sites one may see, newest first.
            models.Index(fields=["site", "-opened_at"], name="incident_of_site"),
        ]
