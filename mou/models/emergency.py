"""An incident as far as agreements care: of which kind, at which site, from when to when."""

from django.db import models
from django.db.models import F, Q


class Emergency(models.Model):
    """One time that an incident was open. Written in the transaction that opens, reopens or closes the incident.

    The ids are plain: agreements know neither maps nor incidents. Reopened, an incident gets another row, so that
    every past instant can be asked about.
    """

    incident_id = models.UUIDField()
    district_id = models.UUIDField()
    site_id = models.UUIDField()
    incident_type = models.CharField(max_length=16)
    is_exercise = models.BooleanField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "emergencies"
        constraints = (
            models.CheckConstraint(
                name="emergency_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
            ),
            models.UniqueConstraint(
                name="emergency_open_once", fields=["incident_id"], condition=Q(ended_at__isnull=True)
            ),
        )
        indexes = (
            # The access check, where a term depends on an incident: what is open at this site?
            models.Index(name="emergency_at_site", fields=["site_id", "begun_at"]),
        )
