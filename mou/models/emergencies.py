"""Incidents as far as access cares, and what people were given in one beyond their agreements."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import AgencyMember
from mou.vocabulary import EmergencyAccessOutcome


class Emergency(models.Model):
    """An incident as far as agreements care: of which kind, at which site, from when to when.

    One time that an incident was open. Written in the transaction that opens, reopens or closes the incident.

    The ids are plain: agreements know neither maps nor incidents. Reopened, an incident gets another row, so that
    every past instant can be asked about.
    """

    incident_id = models.UUIDField()
    district_id = models.UUIDField()
    site_id = models.UUIDField()
    incident_type = models.CharField(max_length=16)
    is_exercise = models.BooleanField()
    # Away from the site whose it is: it opens its room, and nothing of the building.
    is_elsewhere = models.BooleanField(default=False)
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
                name="emergency_open_once", fields=["incident_id", "site_id"], condition=Q(ended_at__isnull=True)
            ),
        )
        indexes = (
            # The access check, where a term depends on an incident: what is open at this site?
            models.Index(name="emergency_at_site", fields=["site_id", "begun_at"]),
        )


class EmergencyAccess(models.Model):
    """Rights that a responder took for a while to save life, and what was said of it afterwards.

    `kinds` are what was taken. In an exercise it is written and reviewed like any other, and opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    district_id = models.UUIDField()
    site_id = models.UUIDField()
    incident_id = models.UUIDField()
    is_exercise = models.BooleanField()
    kinds = models.JSONField()
    reason = models.TextField()
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in EmergencyAccessOutcome]
    )
    review_note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "emergency access"
        constraints = (
            models.CheckConstraint(name="emergency_access_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="emergency_access_ends_after_it_begins", condition=Q(ends_at__gt=F("begun_at"))
            ),
            models.CheckConstraint(
                name="emergency_access_reviewed_wholly_or_not",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, outcome="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(outcome="")),
            ),
        )
        indexes = (
            models.Index(name="emergency_access_of_user", fields=["user", "site_id", "ends_at"]),
            models.Index(name="emergency_access_of_district", fields=["district_id", "begun_at"]),
        )


class MutualAid(models.Model):
    """A person let into one incident by the one in command, without an agreement.

    It belongs to one membership and opens one incident's room. `ends_at` is on a full quarter of an hour.

    The ids are plain, as in `Emergency`; names are copied, for questions about the past. `ended_at`: ended before.
    """

    # Of the invitation that it began with.
    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    district_id = models.UUIDField()
    site_id = models.UUIDField()
    incident_id = models.UUIDField()
    incident = models.CharField(max_length=120)
    let_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    let_in_by_name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mutual aid"
        constraints = (
            models.CheckConstraint(name="mutual_aid_ends_after_it_begins", condition=Q(ends_at__gt=F("begun_at"))),
            models.UniqueConstraint(
                name="mutual_aid_once_at_a_time",
                fields=["member", "incident_id"],
                condition=Q(ended_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(name="mutual_aid_of_user", fields=["user", "site_id"]),
            models.Index(name="mutual_aid_in_incident", fields=["incident_id", "ended_at"]),
        )
