"""Support in tables of its own: what only a school's support team reads."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.kinds.tables import AgencyTeam, NumberingTeam, Record
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    CrisisState,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralState,
    ReferralUrgency,
    SupportProfession,
)
from mou.foundation.reads import Read


class SupportTeam(NumberingTeam, AgencyTeam):
    """The support team of a school or district: counselors, psychologists, social workers."""

    keep_days = models.PositiveSmallIntegerField(default=1095)
    # [{"name": …, "phone": …}], beside 988 on every page that a student or parent sees.
    help_lines = models.JSONField(default=list, blank=True)


class SupportTeamMember(ConfidentialPlace):
    """Who reads what a team writes. Counts while the person belongs to the school or its district."""

    TEAM = "team"

    team = models.ForeignKey(SupportTeam, on_delete=models.CASCADE, related_name="members")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "user"], name="once_on_a_support_team")]


class SupportPerson(models.Model):
    """Someone in the directory: of the school, or of a partner outside, who needs no account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(SupportTeam, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=16, choices=SupportProfession.column_choices())
    # Of a partner outside: which, by which agreement, and until when.
    organization = models.CharField(max_length=200, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    agreement_until = models.DateField(null=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Full-time places, 0.2 is a day a week.
    full_time = models.DecimalField(max_digits=3, decimal_places=1, default=0)

    @property
    def profession_label(self) -> str:
        """Return what their profession is called, in the language that is active."""
        return SupportProfession(self.profession).label


class Referral(models.Model):
    """A worry about a student, on its way to someone who supports them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="referrals")
    number = models.CharField(max_length=16)
    state = models.CharField(
        max_length=16, default=ReferralState.RECEIVED.value, choices=ReferralState.column_choices()
    )
    urgency = models.CharField(max_length=8, choices=ReferralUrgency.column_choices())
    student_name = models.CharField(max_length=200)
    reason = models.TextField(max_length=4000)
    consent_by = models.CharField(max_length=12, blank=True, choices=ConsentBy.column_choices())
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_late_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "number"], name="one_referral_per_number"),
            models.CheckConstraint(
                condition=models.Q(state=ReferralState.CLOSED.value, closed_at__isnull=False)
                | (~models.Q(state=ReferralState.CLOSED.value) & models.Q(closed_at__isnull=True)),
                name="a_closed_referral_says_since_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(closed_at__isnull=True), name="referrals_due"),
            models.Index(fields=["closed_at"], name="referrals_to_expunge"),
        ]

    def is_late(self, at: datetime) -> bool:
        """Tell whether no one has been with the student in time."""
        return ReferralState(self.state).is_waiting and self.due_at <= at


class CrisisCall(models.Model):
    """A crisis team that was called. `incident_id` names the incident, which may be gone before it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="crises")
    number = models.CharField(max_length=16)
    incident_id = models.UUIDField(null=True)
    is_exercise = models.BooleanField(default=False)
    origin = models.CharField(max_length=16, choices=CrisisOrigin.column_choices())
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12, default=CrisisState.CALLED.value, choices=CrisisState.column_choices())
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "number"], name="one_crisis_per_number"),
            models.UniqueConstraint(
                fields=["incident_id"],
                condition=models.Q(ended_at__isnull=True, incident_id__isnull=False),
                name="one_crisis_team_at_an_incident",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ended_at"], name="crises_to_expunge")]


class CrisisRoom(models.Model):
    """A room that a crisis team uses. `space_id` is on the plan in force when it was chosen; the words stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    call = models.ForeignKey(CrisisCall, on_delete=models.CASCADE, related_name="rooms")
    use = models.CharField(max_length=12, choices=CrisisRoomUse.column_choices())
    site_id = models.UUIDField()
    space_id = models.UUIDField()
    label = models.CharField(max_length=200)
    level = models.CharField(max_length=200)


class CrisisPerson(models.Model):
    """Someone a crisis team looks after: how exposed they were, at which level, and when someone asks again."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    call = models.ForeignKey(CrisisCall, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=CrisisRole.column_choices())
    physical = models.CharField(max_length=12, choices=PhysicalExposure.column_choices())
    emotional = models.CharField(max_length=12, choices=EmotionalExposure.column_choices())
    reaction = models.CharField(max_length=12, choices=CrisisReaction.column_choices())
    suggested = models.CharField(max_length=12, choices=InterventionLevel.column_choices())
    level = models.CharField(max_length=12, choices=InterventionLevel.column_choices())
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    follow_up_on = models.DateField()
    # For which day it was told that it is due.
    told_for = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["follow_up_on"], condition=models.Q(done_at__isnull=True), name="follow_ups_due")
        ]


class SupportRecord(Record):
    """One step or note of a referral or a crisis team."""

    referral = models.ForeignKey(Referral, null=True, on_delete=models.CASCADE, related_name="records")
    call = models.ForeignKey(CrisisCall, null=True, on_delete=models.CASCADE, related_name="records")


class SupportRead(Read):
    """Who opened a referral, a crisis or a directory."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_support")]
