"""Cases in tables of their own: an education record that only the people on the case read."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.kinds.tables import AgencyTeam, NumberingTeam
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseEntryKind,
    CaseState,
    SubjectRole,
    TeamChange,
    TeamRole,
    WeaponsAccess,
)
from mou.foundation.reads import Read


class CaseTeam(NumberingTeam, AgencyTeam):
    """The threat assessment team of a school or district, and by which rules it keeps cases."""

    # When the police are called: NTAC's step 4, shown beside every decision.
    police_threshold = models.TextField(blank=True, max_length=4000)
    # Of a district: {SetUpStep: {"done_on": ISO date, "words": text}}.
    set_up = models.JSONField(default=dict, blank=True)
    seal_after_days = models.PositiveSmallIntegerField(default=180)
    keep_days_minor = models.PositiveSmallIntegerField(default=365)
    keep_days = models.PositiveSmallIntegerField(default=1825)

    def days_of(self, classification: CaseClassification) -> int:
        """Return for how many days after its end a case is retained."""
        return self.keep_days_minor if classification.is_minor else self.keep_days


class CaseTeamMember(ConfidentialPlace):
    """Who may be on a team's cases. Counts while the person belongs to the school or its district."""

    TEAM = "team"

    team = models.ForeignKey(CaseTeam, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=28, choices=TeamRole.column_choices())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "user"], name="once_on_a_case_team")]


class CaseTeamChange(models.Model):
    """What an administrator changed of a team, and when. Never changed; says nothing of any case."""

    team = models.ForeignKey(CaseTeam, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=16, choices=[(one.value, one.name) for one in TeamChange])
    # Who came, left or is on it as something else.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # A role, a step of the set-up, or which rules.
    what = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "at"], name="changes_of_case_team")]


class Case(models.Model):
    """A case. Its number says nothing; whom and what it is about stands only here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(CaseTeam, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=16)
    state = models.CharField(max_length=20, default=CaseState.OPENED.value, choices=CaseState.column_choices())
    classification = models.CharField(max_length=28, blank=True, choices=CaseClassification.column_choices())
    subject_name = models.CharField(max_length=200)
    subject_role = models.CharField(max_length=16, choices=SubjectRole.column_choices())
    concern = models.TextField(max_length=4000)
    targets = models.TextField(blank=True, max_length=4000)
    medium = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True)
    has_education_plan = models.BooleanField(default=False)
    weapons = models.CharField(
        max_length=12, default=WeaponsAccess.UNKNOWN.value, choices=WeaponsAccess.column_choices()
    )
    # Which tip it comes from: its words stay there.
    tip_id = models.UUIDField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "number"], name="one_case_per_number"),
            models.UniqueConstraint(fields=["tip_id"], name="a_tip_opens_one_case"),
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in CaseState]), name="case_state_is_known"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state__in=[CaseState.CLOSED.value, CaseState.SEALED.value], closed_at__isnull=False)
                    & ~models.Q(classification="")
                )
                | (
                    ~models.Q(state__in=[CaseState.CLOSED.value, CaseState.SEALED.value])
                    & models.Q(closed_at__isnull=True)
                ),
                name="a_closed_case_has_its_classification",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closed_at"], name="cases_to_expunge")]


class CasePerson(models.Model):
    """Who is on a case; with a conflict of interest, who is kept off it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "user"], name="once_on_a_case")]


class CaseEntry(models.Model):
    """One thing in the file. `content` is a class of cases.rules.entries; it goes with the case.

    A measure and a plan have someone who does it until a day, and are done at an instant; the rest is only read.
    """

    # In the order of writing, also within one instant.
    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=CaseEntryKind.column_choices())
    content = models.JSONField()
    about = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    # For which day it was told that it is due.
    told_for = models.DateField(null=True)
    # Empty where a rule did it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "at"], name="entries_of_case"),
            models.Index(fields=["due_on"], condition=models.Q(done_at__isnull=True), name="case_entries_due"),
        ]


class CaseFlag(models.Model):
    """What responders at the school's sites may learn of a case in an emergency."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="flag")
    who = models.CharField(max_length=200)
    advice = models.CharField(max_length=200)
    call = models.CharField(max_length=200)
    threat = models.CharField(max_length=200)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()


class CaseFlagOpening(models.Model):
    """Who opened a flag, for which agency, in which incident. The case's people read it; it goes with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flag_openings")
    flag_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency_name = models.CharField(max_length=200)
    incident_id = models.UUIDField()
    incident_title = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="openings_of_flags")]


class PoliceCopy(models.Model):
    """A paper as an agency's law enforcement unit was given it (34 CFR 99.8). Nothing leads from here to the case."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    school_name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=200)
    words = models.TextField(max_length=4000)
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "given_at"], name="police_copies_of_agency")]


class CaseRead(Read):
    """Who opened a case, a flag's case, or a paper."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_case")]


class CaseExpunged(models.Model):
    """That a case was expunged, by which rule: its number and days, and nothing of what it was."""

    case_id = models.UUIDField(unique=True)
    team = models.ForeignKey(CaseTeam, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    kept_days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
