"""The tables of lessons: what districts wrote, what schools held, and which of their staff have read."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic


class LessonEdition(models.Model):
    """A lesson as a district wrote it in a language, never changed. Empty: the proposed one holds again.

    `language_name`: what the language calls itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=LessonAudience.column_choices())
    topic = models.CharField(max_length=20, choices=LessonTopic.column_choices())
    language = models.CharField(max_length=8)
    language_name = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=4000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "audience", "topic", "language", "number"], name="one_lesson_edition"
            ),
        ]


class SchoolAudiences(models.Model):
    """Which audiences a school has; without a row it has all of them."""

    school = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.CASCADE, related_name="+")
    audiences = models.JSONField()


class HeldLesson(models.Model):
    """A lesson that a school held: for how many, and no student's name. `topics`: one or more of `LessonTopic`."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    school = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=LessonAudience.column_choices())
    topics = models.JSONField()
    language = models.CharField(max_length=8)
    group = models.CharField(max_length=80, blank=True)
    held_on = models.DateField()
    held_by = models.CharField(max_length=120)
    people = models.PositiveIntegerField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="lessons_of_school", fields=["school", "-held_on"])]


class LessonReading(models.Model):
    """That a person of a school's staff has read the lesson for staff on a topic, in their own words' name."""

    school = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20, choices=LessonTopic.column_choices())
    school_year = models.PositiveSmallIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "user", "topic", "school_year"], name="read_once_a_year"),
        ]
