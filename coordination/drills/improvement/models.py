"""Reports, their findings, corrective actions, and the times of drills, in tables. A signed report is stored whole."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from coordination.drills.exercises.vocabulary import CoreCapability, DrillAction, ExerciseKind
from coordination.drills.improvement.vocabulary import (
    ActionState,
    CapabilityElement,
    ReportFindingKind,
    ReportSection,
    ReportState,
)

USER = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A version of the after-action report of an exercise. `facts` is what the system wrote it from."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=ReportState.DRAFT.value, choices=ReportState.column_choices())
    language = models.CharField(max_length=8)
    # ReportFacts as JSON, of the last time it was drafted.
    facts = models.TextField()
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    meeting_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    # Grows with each change: a write that is based on an older version is refused.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="one_report_per_number"),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=models.Q(state__in=["draft", "approved"]),
                name="one_report_is_written_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_by__isnull=True, state__in=["draft", "approved"])
                | models.Q(signed_at__isnull=False, signed_by__isnull=False, state__in=["signed", "superseded"]),
                name="a_sealed_report_was_signed",
            ),
        ]


class ReportText(models.Model):
    """A section: what the system wrote, and what a person made of it. `text` is None until it is edited."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=16, choices=ReportSection.column_choices())
    drafted = models.TextField(max_length=8000)
    text = models.TextField(null=True, max_length=8000)
    edited_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "section"], name="one_text_per_section"),
        ]


class ReportFinding(models.Model):
    """A strength or an area for improvement. `draft_key` names what the system wrote it from; empty: a person's own.

    `objective_id` and `capability` say to what it belongs; no objective: to the exercise as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=8, choices=ReportFindingKind.column_choices())
    objective_id = models.UUIDField(null=True)
    capability = models.CharField(max_length=40, choices=CoreCapability.column_choices())
    position = models.PositiveSmallIntegerField()
    draft_key = models.CharField(max_length=64, blank=True)
    words = models.TextField(max_length=2000)
    reference = models.CharField(max_length=400, blank=True)
    analysis = models.TextField(blank=True, max_length=4000)
    root_cause = models.TextField(blank=True, max_length=2000)
    # What a person has edited or left out is not drafted again.
    is_edited = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "draft_key"], condition=~models.Q(draft_key=""), name="one_finding_per_draft"
            ),
        ]


class SealedReport(models.Model):
    """A signed report: the exact bytes, as JSON and as a sealed PDF, and their sums. Nothing changes it."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="sealed")
    document = models.BinaryField()
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class CorrectiveAction(models.Model):
    """A line of the improvement plan. It belongs to the exercise, not to a version of its report."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="corrective_actions")
    number = models.PositiveSmallIntegerField()
    # The area for improvement in words: the report that had it may be superseded.
    area = models.CharField(max_length=400)
    # The finding it answers, where it was made from one; a new version of the report has findings of its own.
    finding_id = models.UUIDField(null=True)
    words = models.TextField(max_length=2000)
    element = models.CharField(max_length=12, choices=CapabilityElement.column_choices())
    capability = models.CharField(max_length=40, choices=CoreCapability.column_choices())
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, default=ActionState.OPEN.value, choices=ActionState.column_choices())
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="one_action_per_number"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="an_action_is_due_after_it_starts"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="corrective_actions_by_due"),
        ]


class ActionRecord(models.Model):
    """A step of a corrective action: the evidence of what was done, or the reason it was dropped. Never changed."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.CASCADE, related_name="records")
    act = models.CharField(max_length=12)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DrillTimes(models.Model):
    """How long each measured step took in an exercise's incident, kept so that years compare. It names no one.

    `seconds`: {measure: seconds from the beginning}. `exercise` is none for an exercise incident opened without a plan.
    """

    incident_id = models.UUIDField(primary_key=True)
    exercise = models.ForeignKey("exercises.Exercise", null=True, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ExerciseKind.column_choices())
    action = models.CharField(max_length=12, blank=True, choices=DrillAction.column_choices())
    began_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    seconds = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "began_at"], name="drill_times_of_site")]
