"""Rights that a responder took for a while to save life, and what was said of it afterwards."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.member import AgencyMember
from mou.vocabulary import EmergencyAccessOutcome


class EmergencyAccess(models.Model):
    """`kinds` are what was taken. In an exercise it is written and reviewed like any other, and opens nothing."""

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
