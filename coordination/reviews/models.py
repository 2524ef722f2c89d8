"""What real incidents teach, in tables of their own: figures without names, marks, answers, actions, sealed reports.

Exercises have other tables: no count can take one for the other.
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from coordination.drills.evaluation.models import HotWashWords
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement
from coordination.vocabulary import IncidentType

USER = settings.AUTH_USER_MODEL


class IncidentReview(models.Model):
    """The review of one closed real incident. It outlives the incident's log, and names no one.

    `figures` is Figures as JSON, computed once after closing; made anew where it was opened again and closed later.
    """

    incident_id = models.UUIDField(primary_key=True)
    # Not a key to it: the incident may be deleted, its figures stay.
    room_id = models.UUIDField()
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="+")
    incident_type = models.CharField(max_length=16, choices=[(one.value, one.name) for one in IncidentType])
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    made_at = models.DateTimeField()
    figures = models.JSONField()
    # What its keepers write for the report; sealed versions have their own copy.
    summary = models.TextField(blank=True, max_length=8000)
    went_well = models.TextField(blank=True, max_length=8000)
    to_improve = models.TextField(blank=True, max_length=8000)
    # Grows with each change of the texts: a write that is based on an older version is refused.
    version = models.PositiveIntegerField(default=1)
    # When its people were told that it is open: once, also where the incident is opened again.
    wash_told_at = models.DateTimeField(null=True)
    wash_closed_at = models.DateTimeField(null=True)
    wash_closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["site", "-opened_at"], name="reviews_of_site"),
        ]


class ReviewPart(models.Model):
    """What an agreement in force at the opening promised of one agency, and what that agency did. In numbers alone.

    `seconds`: {"first_seen", "first_answer", "on_scene"}, each from the opening where it is known.
    """

    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="parts")
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    memorandum_id = models.UUIDField(null=True)
    version_number = models.PositiveIntegerField(null=True)
    target_min = models.FloatField(null=True)
    target_words = models.CharField(max_length=200, blank=True)
    seconds = models.JSONField(default=dict)
    # Alerts to its people; those that asked for an answer; and those of them that have none.
    told = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "agency"], name="one_part_of_an_agency"),
        ]


class ReviewFollowUp(models.Model):
    """Something that must be looked at again: marked on an entry during the incident, or in the review."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="follow_ups")
    # The entry that is meant; none: of the incident as a whole.
    seq = models.BigIntegerField(null=True)
    words = models.CharField(max_length=400, blank=True)
    marked_at = models.DateTimeField()
    # None: it was marked in the room, whose log says by whom.
    marked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "seq"], condition=models.Q(seq__isnull=False), name="one_follow_up_of_an_entry"
            ),
        ]


class ReviewAnswer(HotWashWords):
    """What a person said after a real incident. Without `named` nothing in it leads to them."""

    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="answers")


class ReviewAnswered(models.Model):
    """That a person has answered, so that no one answers twice. No time; written anew in random order like answers."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="answered")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "user"], name="one_answers_a_review_once")]


class ReviewAction(models.Model):
    """What is changed after a real incident, by whom and until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=400)
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
            models.UniqueConstraint(fields=["review", "number"], name="one_review_action_per_number"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="a_review_action_is_due_after_it_starts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "state"], name="review_actions_of_owner")]


class ReviewActionRecord(models.Model):
    """A step of an action: the evidence of what was done, or the reason it was dropped. Never changed."""

    action = models.ForeignKey(ReviewAction, on_delete=models.CASCADE, related_name="records")
    act = models.CharField(max_length=12)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SealedReview(models.Model):
    """A sealed report: the exact bytes, as JSON and as a sealed PDF, and their sums. Nothing changes it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(IncidentReview, on_delete=models.CASCADE, related_name="sealed")
    number = models.PositiveSmallIntegerField()
    document = models.BinaryField()
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "number"], name="one_sealed_per_number")]
