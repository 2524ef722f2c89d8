"""A person in an agency. Ended memberships stay, so that old entries keep their author's role."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mou.models.agency import Agency
from mou.vocabulary import MemberRole


class AgencyMember(models.Model):
    """One stay of one person in one agency. Whoever comes back gets a new row."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in MemberRole])
    title = models.CharField(max_length=120, blank=True)
    callsign = models.CharField(max_length=40, blank=True)
    # Shift, station, squad or department: what colleagues sort people by.
    unit = models.CharField(max_length=80, blank=True)
    is_on_duty = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            # Also the index behind every access check: memberships of a user that have not ended.
            models.UniqueConstraint(
                name="member_once_per_agency", fields=["user", "agency"], condition=models.Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="member_role_is_known", condition=models.Q(role__in=[role.value for role in MemberRole])
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
