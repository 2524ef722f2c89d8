"""A time for which a membership counts for nothing, though it has not ended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.member import AgencyMember


class Suspension(models.Model):
    """Open until it is lifted. Rows stay, so that every past instant can be asked about."""

    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=300)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            # Also the index behind every access check: is this member suspended now?
            models.UniqueConstraint(name="suspended_once", fields=["member"], condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
            ),
        )
