"""The evaluation of an exercise in tables of its own. Times are not here: they are read from the log each time."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.drills.evaluation.vocabulary import HotWashGroup, MilestoneKind, PerformanceRating
from coordination.drills.exercises.vocabulary import CoreCapability

USER = settings.AUTH_USER_MODEL
RATINGS = [(one.value, one.name) for one in PerformanceRating]


class Evaluation(models.Model):
    """What the evaluation of an exercise has of its own: who leads it beside the director, and its hot wash."""

    exercise = models.OneToOneField(
        "exercises.Exercise", on_delete=models.CASCADE, primary_key=True, related_name="evaluation"
    )
    lead = models.ForeignKey("exercises.ExercisePerson", null=True, on_delete=models.SET_NULL, related_name="+")
    # When the exercise's people were told that the hot wash is open.
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")


class TaskRating(models.Model):
    """How one evaluator saw one critical task. Another one's is another row: disagreement is not averaged away."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    task = models.ForeignKey("exercises.CriticalTask", on_delete=models.CASCADE, related_name="ratings")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=1, choices=RATINGS)
    notes = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()
    # The newest entry of the log then; none where the exercise has no room.
    seq = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "by"], name="one_rating_of_an_evaluator")]


class FinalRating(models.Model):
    """What stands in the report: of a task, or of a capability of an objective. Says why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objective = models.ForeignKey("exercises.Objective", on_delete=models.CASCADE, related_name="final_ratings")
    task = models.OneToOneField(
        "exercises.CriticalTask", null=True, on_delete=models.CASCADE, related_name="final_rating"
    )
    # The capability that is rated; empty for a task.
    capability = models.CharField(max_length=40, blank=True, choices=[(one.value, one.name) for one in CoreCapability])
    rating = models.CharField(max_length=1, choices=RATINGS)
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(task__isnull=True, capability__gt="") | models.Q(task__isnull=False, capability=""),
                name="final_rating_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["objective", "capability"],
                condition=models.Q(task__isnull=True),
                name="one_final_rating_of_a_capability",
            ),
        ]


class Observation(models.Model):
    """What an evaluator saw at an instant. With a milestone it is an observed time, kept apart from the log's times."""

    id = models.UUIDField(primary_key=True, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="observations")
    task = models.ForeignKey(
        "exercises.CriticalTask", null=True, on_delete=models.SET_NULL, related_name="observations"
    )
    milestone = models.CharField(max_length=12, blank=True, choices=[(one.value, one.name) for one in MilestoneKind])
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    # When it was seen, by the device where it came late; and when it came.
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    # The newest entry of the log at `at`.
    seq = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["exercise", "at"], name="observations_of_exercise")]


class EvaluationPhoto(models.Model):
    """A picture to a rating or an observation, drawn anew. Its bytes lie beside the other media, under its id.

    It comes first, and waits for a day for what it belongs to.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="evaluation_photos")
    rating = models.ForeignKey(TaskRating, null=True, on_delete=models.CASCADE, related_name="photos")
    observation = models.ForeignKey(Observation, null=True, on_delete=models.CASCADE, related_name="photos")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    width_px = models.PositiveSmallIntegerField()
    height_px = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(observation__isnull=True),
                name="a_photo_is_of_one_thing_at_most",
            ),
        ]


class HotWashWords(models.Model):
    """What a person said right after an exercise, or an incident. Without `named` nothing in it leads to them.

    No instant, only the day; a random id. Rows are written anew in random order with each answer, so that neither
    their place nor the transaction that wrote them says which came last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.CharField(max_length=12, choices=[(one.value, one.name) for one in HotWashGroup])
    day = models.DateField()
    went_well = models.TextField(blank=True, max_length=1000)
    did_not = models.TextField(blank=True, max_length=1000)
    suggestion = models.TextField(blank=True, max_length=1000)
    clarity = models.PositiveSmallIntegerField()
    communication = models.PositiveSmallIntegerField()
    felt_safe = models.PositiveSmallIntegerField()
    # The author, if they chose to be named.
    named = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class HotWashAnswer(HotWashWords):
    """What a person said right after an exercise."""

    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="hot_wash_answers")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(clarity__range=(1, 5), communication__range=(1, 5), felt_safe__range=(1, 5)),
                name="scales_go_from_one_to_five",
            ),
        ]


class HotWashAnswered(models.Model):
    """That a person has answered, so that no one answers twice. No time; written anew in random order like answers."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="hot_wash_answered")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["exercise", "user"], name="one_answers_once")]
