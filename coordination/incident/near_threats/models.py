"""The tables of threats near schools: what was said and when it ended; and each school that was told."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from coordination.vocabulary import IncidentType, ResponseActionKind, ShelterHazard


class NearThreat(models.Model):
    """What dispatch told schools. The id follows from who told and the request's id; nothing of it is changed later.

    It stands until `ended_at` or `expires_at`, whichever comes first.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    request_digest = models.CharField(max_length=64)
    is_exercise = models.BooleanField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.name) for one in IncidentType])
    words = models.CharField(max_length=280)
    lon = models.FloatField()
    lat = models.FloatField()
    radius_m = models.PositiveIntegerField(null=True)
    # Read with its threat, and never searched.
    area = models.PolygonField(srid=4326, null=True, spatial_index=False)
    suggested = models.CharField(max_length=12, choices=[(one.value, one.name) for one in ResponseActionKind])
    hazard = models.CharField(max_length=16, blank=True, choices=[(one.value, one.name) for one in ShelterHazard])
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    end_words = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="near_threat_ended_by_someone",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="near_threats_of_agency", fields=["agency", "-sent_at"])]


class NearThreatSite(models.Model):
    """A school that was told: how many people of it, and who of them acknowledged it first."""

    threat = models.ForeignKey(NearThreat, on_delete=models.CASCADE, related_name="schools")
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    told = models.PositiveIntegerField()
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="school_is_told_once", fields=["threat", "site"]),
        ]
