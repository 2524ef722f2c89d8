"""School resource officers: who is assigned to which sites, how they were selected, and their yearly reviews."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import Agency, AgencyMember
from mou.vocabulary import SroEndedWhy, SroParty

_PARTIES = [party.value for party in SroParty]
_ENDED = [why.value for why in SroEndedWhy]


class SroAssignment(models.Model):
    """An officer's time as SRO in a district. `until` is planned, `ended_on` is what became of it; both are last days.

    The agency is the member's own, kept here so that lists need no join.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="sro_assignments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sro_assignments")
    supervisor = models.ForeignKey(AgencyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey(AgencyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=24, blank=True)
    ended_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="sro_once_per_district", fields=["member", "district"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="sro_days_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="sro_end_has_its_reason",
                condition=Q(ended_on__isnull=True, ended_why="") | Q(ended_on__isnull=False, ended_why__in=_ENDED),
            ),
        )
        indexes = (
            models.Index(name="sro_of_district", fields=["district", "ended_on"]),
            models.Index(name="sro_of_agency", fields=["agency", "ended_on"]),
        )


class SroSite(models.Model):
    """A site of an assignment. A plain uuid: agreements do not know maps."""

    assignment = models.ForeignKey(SroAssignment, on_delete=models.CASCADE, related_name="sites")
    site_id = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(name="sro_site_once", fields=["assignment", "site_id"]),)


class SroSelection(models.Model):
    """One party's part in a selection: its people on the panel, what they looked at, and its sign-off by name.

    What is signed does not change any more. `criteria`: those that the party says are met.
    """

    assignment = models.ForeignKey(SroAssignment, on_delete=models.CASCADE, related_name="selections")
    party = models.CharField(max_length=8)
    panel = models.CharField(max_length=400)
    interviewed_on = models.DateField(null=True, blank=True)
    years_of_service = models.PositiveSmallIntegerField(null=True, blank=True)
    criteria = models.JSONField(default=list)
    note = models.TextField(blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="sro_selection_once_per_party", fields=["assignment", "party"]),
            models.CheckConstraint(name="sro_selection_party_is_known", condition=Q(party__in=_PARTIES)),
            models.CheckConstraint(
                name="sro_selection_signed_by_name",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, signed_name="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_name="")),
            ),
        )


class SroReview(models.Model):
    """A yearly review of an assignment, as one party wrote it down. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    assignment = models.ForeignKey(SroAssignment, on_delete=models.CASCADE, related_name="reviews")
    party = models.CharField(max_length=8)
    held_on = models.DateField()
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="sro_review_party_is_known", condition=Q(party__in=_PARTIES)),)
