"""Assessments of sites, their teams, what was answered and found, and who read it. Nothing of it is in a search."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentState,
    ChecklistAnswer,
    CostBand,
    DoorOutcome,
    FindingKind,
    FindingState,
    MeasureState,
    SecurityLayer,
    SecurityStrategy,
    UpgradeState,
)

OPEN = [one.value for one in AssessmentState if one.takes_writing]
USER = settings.AUTH_USER_MODEL


class DistrictChecklist(models.Model):
    """A checklist that a district brought: a document of assessments.rules.checklist."""

    district = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    document = models.JSONField()
    brought_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["district", "key"], name="one_checklist_per_key")]


class Assessment(models.Model):
    """One assessment of a site. The checklist is the one that it began with, whatever becomes of the district's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="assessments")
    # The school year by the calendar year in which it begins.
    school_year = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12,
        default=AssessmentState.PLANNING.value,
        choices=[(one.value, one.name) for one in AssessmentState],
    )
    checklist = models.JSONField()
    # Up to which tier of protective measures the site wants to come (PASS: all schools 1, then 2).
    target_tier = models.PositiveSmallIntegerField(default=2)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Two people who open at once must not leave a site with two teams.
            models.UniqueConstraint(
                fields=["site"], condition=models.Q(state__in=OPEN), name="one_open_assessment_of_a_site"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in AssessmentState]), name="assessment_state_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "adopted_at"], name="assessments_of_site")]


class AssessmentMember(models.Model):
    """Who is on the team, and for which agency. An officer counts while their agreement shares assessments."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=[(one.value, one.name) for one in AssessmentRole])
    is_leader = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "user"], name="once_on_an_assessment_team"),
            models.UniqueConstraint(
                fields=["assessment"], condition=models.Q(is_leader=True), name="one_leader_of_an_assessment"
            ),
        ]


class AssessmentAnswer(models.Model):
    """What the team found of one line of the checklist; the newest word counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    line = models.CharField(max_length=40)
    answer = models.CharField(max_length=16, choices=[(one.value, one.name) for one in ChecklistAnswer])
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "line"], name="one_answer_per_line")]


class AssessmentMeasure(models.Model):
    """Whether a protective measure of the inventory is there; the newest word counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="measures")
    measure = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=[(one.value, one.name) for one in MeasureState])
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "measure"], name="one_word_of_a_measure")
        ]


class SiteFinding(models.Model):
    """What is wrong at a place of a site, who mends it until when. Of a door sweep it has no assessment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=28, choices=[(one.value, one.name) for one in FindingKind])
    layer = models.CharField(max_length=20, choices=[(one.value, one.name) for one in SecurityLayer])
    strategy = models.CharField(max_length=8, choices=[(one.value, one.name) for one in SecurityStrategy])
    words = models.CharField(max_length=500)
    # Which rule of the map law it contradicts, where the plan is wrong.
    rule = models.CharField(max_length=12, blank=True)
    level = models.ForeignKey("mapping.Level", null=True, on_delete=models.SET_NULL, related_name="+")
    location = models.PointField(srid=4326, null=True)
    place = models.CharField(max_length=200, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    cost = models.CharField(max_length=12, blank=True, choices=[(one.value, one.name) for one in CostBand])
    state = models.CharField(
        max_length=12, default=FindingState.OPEN.value, choices=[(one.value, one.name) for one in FindingState]
    )
    # The number of the door, of what a door sweep found.
    door = models.CharField(max_length=40, blank=True)
    # Its name on the plan of its floor, if it is drawn there.
    plan_ref = models.CharField(max_length=120, blank=True)
    fixed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    found_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="one_finding_per_number")]
        indexes: ClassVar = [models.Index(fields=["owner", "state"], name="findings_of_owner")]


class ScenarioScore(models.Model):
    """How a team rates one scenario: three numbers from 1 to 5, with a note for each."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    scenario = models.CharField(max_length=40)
    threat = models.PositiveSmallIntegerField()
    vulnerability = models.PositiveSmallIntegerField()
    consequence = models.PositiveSmallIntegerField()
    threat_note = models.CharField(max_length=500)
    vulnerability_note = models.CharField(max_length=500)
    consequence_note = models.CharField(max_length=500)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "scenario"], name="one_score_per_scenario"),
            models.CheckConstraint(
                condition=models.Q(threat__range=(1, 5), vulnerability__range=(1, 5), consequence__range=(1, 5)),
                name="scores_are_from_1_to_5",
            ),
        ]


class SiteUpgrade(models.Model):
    """What would make a site safer. `effects`: [scenario, vulnerability, consequence] that it alone leaves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="upgrades")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=1000, blank=True)
    cost_dollars = models.PositiveIntegerField()
    effects = models.JSONField()
    findings = models.ManyToManyField(SiteFinding, related_name="upgrades")
    state = models.CharField(
        max_length=12, default=UpgradeState.PROPOSED.value, choices=[(one.value, one.name) for one in UpgradeState]
    )
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_upgrade_per_number")
        ]


class DoorCheck(models.Model):
    """The state of an exterior door in the week that begins on a Monday. The id is the sender's."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    number = models.CharField(max_length=40)
    outcome = models.CharField(max_length=16, choices=[(one.value, one.name) for one in DoorOutcome])
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "week"], name="door_checks_of_week")]


class AssessmentRecord(models.Model):
    """What was done with an assessment or a finding, by whom and why. Never changed."""

    # In the order of writing, also within one instant.
    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="records")
    finding = models.ForeignKey(SiteFinding, null=True, on_delete=models.PROTECT, related_name="records")
    act = models.CharField(max_length=24)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AssessmentRead(models.Model):
    """Who opened an assessment or a finding, when, and by which door. Never changed."""

    subject_id = models.UUIDField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_assessment")]
