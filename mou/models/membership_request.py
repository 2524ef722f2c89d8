"""A change that could lock an agency out of its own administration, until a second person has confirmed it."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.member import AgencyMember
from mou.vocabulary import MemberRole, MembershipChange


class MembershipRequest(models.Model):
    """Asked for by one administrator; confirmed by another, or withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="requests")
    change = models.CharField(max_length=16)
    # The role to give, where the change is one of role.
    role = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_request_per_member", fields=["member"], condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="membership_change_is_known",
                condition=Q(change__in=[one.value for one in MembershipChange]),
            ),
            models.CheckConstraint(
                name="membership_request_role_is_known",
                condition=Q(role="") | Q(role__in=[one.value for one in MemberRole]),
            ),
            # The rule itself, where no code can forget it: nobody is their own second person.
            models.CheckConstraint(
                name="request_is_confirmed_by_a_second_person",
                condition=Q(is_confirmed=False) | ~Q(decided_by=F("asked_by")),
            ),
        )
