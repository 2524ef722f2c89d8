"""How an exercise is conducted, in tables of its own. What players met stands in the log of its room."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from coordination.drills.conduct.vocabulary import InjectState


class ClockSegment(models.Model):
    """A stretch in which exercise time passed, at one pace. `exercise_s`: seconds of exercise time when it began.

    Between two of them the exercise was paused. A process that restarts reads the clock from here.
    """

    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="clock")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    pace = models.FloatField()
    exercise_s = models.FloatField()

    class Meta:
        ordering = ("began_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exercise"], condition=models.Q(ended_at__isnull=True), name="one_clock_in_an_exercise"
            ),
        ]


class InjectRun(models.Model):
    """What became of an inject; one that was never touched has no row. The row is what makes it come once.

    `by`: who did it; null where its time had come. `exercise_s` and `late_s`: when in exercise time, and by how much
    wall time too late. `seq`: its entry in the room. `words`: why it was skipped or held, or how it was said.
    """

    inject = models.OneToOneField("exercises.Inject", on_delete=models.PROTECT, related_name="run")
    state = models.CharField(max_length=10, choices=[(one.value, one.name) for one in InjectState])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    exercise_s = models.FloatField()
    late_s = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(null=True)
    told_by_hand = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=400, blank=True)


class DiscussionNote(models.Model):
    """What was said to a step of a discussion, as a participant wrote it down."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="notes_said")
    inject = models.ForeignKey("exercises.Inject", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["exercise", "at"], name="notes_of_exercise")]
