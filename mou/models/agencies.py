"""Agencies, the people in them, and what was done about who is one: asked for, suspended, written down."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.vocabulary import AdministrativeActKind, AgencyKind, MemberRole, MembershipChange, OfferOutcome


class Agency(models.Model):
    """An organisation that can sign an agreement, or that a district runs.

    District, school, police, fire… A school's `parent` is its district; no other kind has one.

    `guest_of_incident_id`: made at the door of one incident for a person without an account. It is the name that they
    came under; it has no administrator and signs nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in AgencyKind])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=64)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    is_active = models.BooleanField(default=True)
    guest_of_incident_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = (
            models.CheckConstraint(
                name="agency_only_a_school_has_a_parent",
                condition=models.Q(parent__isnull=True) | models.Q(kind=AgencyKind.SCHOOL.value),
            ),
            models.CheckConstraint(
                name="agency_kind_is_known",
                condition=models.Q(kind__in=[kind.value for kind in AgencyKind]),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AgencyMember(models.Model):
    """A person in an agency. Ended memberships stay, so that old entries keep their author's role.

    One stay of one person in one agency. A person who comes back gets a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in MemberRole])
    title = models.CharField(max_length=120, blank=True)
    callsign = models.CharField(max_length=40, blank=True)
    # Shift, station, squad or department: what colleagues sort people by.
    unit = models.CharField(max_length=80, blank=True)
    # Of a school: called to a staff assist and the like, as its administrators are.
    is_in_office = models.BooleanField(default=False, db_default=False)
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


class MembershipOffer(models.Model):
    """A place in an agency that is offered to a person whose account another agency keeps.

    It counts for nothing until its holder takes it; then a membership begins. One that is made anew takes the place of
    the one that waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="membership_offers")
    role = models.CharField(max_length=24)
    title = models.CharField(max_length=120, blank=True)
    callsign = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    is_in_office = models.BooleanField(default=False, db_default=False)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="offered_once", fields=["user", "agency"], condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="offer_outcome_is_known", condition=Q(outcome__in=["", *(one.value for one in OfferOutcome)])
            ),
            # No administrator: their account would be another agency's to sign in with.
            models.CheckConstraint(
                name="offered_role_is_known",
                condition=Q(role__in=[one.value for one in MemberRole if one is not MemberRole.ADMINISTRATOR]),
            ),
            # The rule itself, where no code can forget it: no person takes an offer for another.
            models.CheckConstraint(
                name="offer_is_taken_by_its_holder",
                condition=~Q(outcome=OfferOutcome.ACCEPTED.value) | Q(decided_by=F("user")),
            ),
        )


class MembershipRequest(models.Model):
    """A change that could lock an agency out of its own administration, until a second person has confirmed it.

    Asked for by one administrator; confirmed by another, or withdrawn.
    """

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
            # The rule itself, where no code can forget it: no person is their own second person.
            models.CheckConstraint(
                name="request_is_confirmed_by_a_second_person",
                condition=Q(is_confirmed=False) | ~Q(decided_by=F("asked_by")),
            ),
        )


class Suspension(models.Model):
    """A time for which a membership counts for nothing, though it has not ended.

    Open until it is lifted. Rows stay, so that every past instant can be asked about. `of_rule`: no administrator
    suspended the person; the agency asks something of them that they do not meet yet, and it is lifted once they do.
    """

    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=300)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    # Also where a row is written by hand: what suspends must never fail for want of a word.
    of_rule = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            # Also the index behind every access check: is this member suspended now?
            models.UniqueConstraint(
                name="suspended_once", fields=["member", "of_rule"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
            ),
        )


class AdministrativeAct(models.Model):
    """What administrators did: the record that an agency keeps of who changed whose access, when and why.

    One act. Without an actor the console did it. The database refuses to change or, on PostgreSQL, to delete one.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="acts")
    # None for what concerns the agency itself.
    member = models.ForeignKey(AgencyMember, null=True, on_delete=models.PROTECT, related_name="acts")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    reason = models.CharField(max_length=300, blank=True)
    # What changed, each as [before, after].
    changes = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="administrative_act_is_known",
                condition=models.Q(kind__in=[one.value for one in AdministrativeActKind]),
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-at"], name="acts_of_agency"),
            models.Index(fields=["member", "-at"], name="acts_about_member"),
        )
