"""The tables of test alarms: each test, what came of it by agency, each answer, and the plans of tests to come."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coordination.incident.reach.vocabulary import AnswerWay, Pace, TestEnd


class AlarmTest(models.Model):
    """A test of the alarm. Its people are told in small parts, so that it holds up nothing: `told_all_at` is the end.

    `ended_at`: from then on no answer counts. `breaks_silence`: it sounds through “do not disturb”, and is marked.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="alarm_tests")
    # None: by a plan.
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    with_partners = models.BooleanField()
    breaks_silence = models.BooleanField()
    told_all_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in TestEnd])

    class Meta:
        constraints = (
            # Two that are started at once are one.
            models.UniqueConstraint(
                name="one_alarm_test_at_a_time", fields=["agency"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="alarm_test_ends_with_why",
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
            ),
        )
        indexes = (models.Index(name="alarm_tests_of_agency", fields=["agency", "-started_at"]),)


class AlarmTestResult(models.Model):
    """How many people of an agency a test told, and how many of them have answered."""

    test = models.ForeignKey(AlarmTest, on_delete=models.CASCADE, related_name="results")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="alarm_test_results")
    told = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="alarm_test_result_once", fields=["test", "agency"]),
            models.CheckConstraint(name="no_more_answers_than_told", condition=Q(answered__lte=F("told"))),
        )


class AlarmTestPerson(models.Model):
    """A person whom a test tells, for which agency; then when they answered, and by which way."""

    test = models.ForeignKey(AlarmTest, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alarm_tests")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in AnswerWay])

    class Meta:
        constraints = (models.UniqueConstraint(name="alarm_test_person_once", fields=["test", "user"]),)
        indexes = (models.Index(name="alarm_tests_of_person", fields=["user", "told_at"]),)


class AlarmTestPlan(models.Model):
    """When an agency tests its alarm by itself: by its own clock, each week or each month."""

    agency = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    pace = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Pace])
    # Monday is 0; of a month, its first such day.
    weekday = models.PositiveSmallIntegerField()
    clock = models.TimeField()
    with_partners = models.BooleanField()
    next_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="alarm_test_weekday_is_known", condition=Q(weekday__lte=6)),)
        indexes = (models.Index(name="alarm_test_plan_due", fields=["next_at"]),)
