"""A person let into one incident by whoever commands it, without an agreement."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.member import AgencyMember


class MutualAid(models.Model):
    """It belongs to one membership and opens one incident's room. `ends_at` is on a full quarter of an hour.

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
