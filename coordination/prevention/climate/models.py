"""School climate in tables of its own: cells of ten people or more, and what is done about them. No answer is here."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.casework.kinds.tables import AgencyTeam
from coordination.prevention.climate.rules.small_cells import HIGHEST, LEAST, LOWEST
from coordination.prevention.climate.vocabulary import ClimateRespondents, ClimateScale, ClimateTaskState
from mou.foundation.reads import Read

USER = settings.AUTH_USER_MODEL


class ClimateTeam(AgencyTeam):
    """The climate team of a school or district: who reads results, brings surveys in and works on what fell."""

    keep_days = models.PositiveSmallIntegerField(default=2190)
    # An indicator that falls by so many points is a task.
    fall_points = models.PositiveSmallIntegerField(default=5)


class ClimateTeamMember(models.Model):
    """Who is on a team. Counts while the person belongs to the school or its district."""

    team = models.ForeignKey(ClimateTeam, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "user"], name="once_on_a_climate_team")]


class ClimateSurvey(models.Model):
    """That a school's students, staff or parents were asked in a school year. Bringing it in again replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(ClimateTeam, on_delete=models.PROTECT, related_name="surveys")
    school = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    # The school year by the calendar year in which it begins.
    school_year = models.PositiveSmallIntegerField()
    respondents = models.CharField(max_length=8, choices=ClimateRespondents.column_choices())
    brought_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "school_year", "respondents"], name="one_survey_of_a_year")
        ]
        indexes: ClassVar = [models.Index(fields=["brought_at"], name="surveys_to_delete")]


class ClimateCell(models.Model):
    """A scale of a survey: favorable answers in percent, of how many at least. Hidden: too few, and no number."""

    survey = models.ForeignKey(ClimateSurvey, on_delete=models.CASCADE, related_name="cells")
    scale = models.CharField(max_length=24, choices=ClimateScale.column_choices())
    favorable = models.PositiveSmallIntegerField(null=True)
    answers = models.PositiveIntegerField(null=True)
    # How many exactly, from ten on: compared with a second import, and shown to no one.
    people = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "scale"], name="one_cell_of_a_scale"),
            # What must not be known is not even stored.
            models.CheckConstraint(
                condition=models.Q(favorable__isnull=True, answers__isnull=True, people__isnull=True)
                | models.Q(
                    # Said of each: what is compared with nothing counts as kept.
                    *(models.Q(**{f"{name}__isnull": False}) for name in ("favorable", "answers", "people")),
                    favorable__range=(LOWEST, HIGHEST),
                    answers__gte=LEAST,
                    people__gte=LEAST,
                ),
                name="no_small_cell_is_stored",
            ),
        ]


class ClimateTipCount(models.Model):
    """How many tips a school had in a school year, from ten on: tips themselves are deleted sooner."""

    school = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    school_year = models.PositiveSmallIntegerField()
    tips = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "school_year"], name="one_count_of_tips_a_year"),
            models.CheckConstraint(condition=models.Q(tips__gte=LEAST), name="no_small_count_of_tips"),
        ]


class ClimateTask(models.Model):
    """An indicator that fell, and who does what about it until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(ClimateTeam, on_delete=models.PROTECT, related_name="tasks")
    school = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField()
    respondents = models.CharField(max_length=8, choices=ClimateRespondents.column_choices())
    scale = models.CharField(max_length=24, choices=ClimateScale.column_choices())
    before = models.PositiveSmallIntegerField()
    now = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, default=ClimateTaskState.OPEN.value, choices=ClimateTaskState.column_choices()
    )
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "school_year", "respondents", "scale"], name="one_task_of_a_fall"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ClimateTaskState.OPEN.value, ended_at__isnull=True)
                | (~models.Q(state=ClimateTaskState.OPEN.value) & models.Q(ended_at__isnull=False)),
                name="an_ended_climate_task_says_since_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=models.Q(ended_at__isnull=True), name="climate_tasks_due"),
            models.Index(fields=["ended_at"], name="climate_tasks_to_delete"),
        ]


class ClimateRecord(models.Model):
    """One step of a task. It goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    task = models.ForeignKey(ClimateTask, on_delete=models.CASCADE, related_name="records")
    act = models.CharField(max_length=16)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ClimateReading(models.Model):
    """How far a file is read, for who waits. Nothing of the file is here; the row goes when the reading ends."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()


class ClimateRead(Read):
    """Who opened results or a task."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_climate")]
