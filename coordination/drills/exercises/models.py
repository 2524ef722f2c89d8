"""Exercises in tables of their own. What happened in one stands in the log of its room."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.drills.exercises.vocabulary import (
    CheckAnswer,
    CoreCapability,
    DrillAction,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    InjectDelivery,
    InjectKind,
    InvitationState,
    SimulationLevel,
)


class Exercise(models.Model):
    """An exercise at a site. `incident_id` names the incident in which it is played, once STARTEX was given."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in ExerciseKind])
    # What is practiced, where one action is; empty for what is broader.
    action = models.CharField(max_length=12, blank=True, choices=[(one.value, one.name) for one in DrillAction])
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True, max_length=4000)
    scope = models.TextField(blank=True, max_length=4000)
    # Values of MissionArea.
    mission_areas = models.JSONField(default=list, blank=True)
    # Who is asked about it, as players read it: a name, a desk, a number.
    contact = models.CharField(max_length=200, blank=True)
    # The library's key, or empty for one's own. The texts are copies: a library that changes changes no exercise.
    scenario_key = models.CharField(max_length=40, blank=True)
    # What players are told before; and what really will unfold, which only the staff of the exercise reads.
    scenario = models.TextField(blank=True, max_length=8000)
    scenario_for_staff = models.TextField(blank=True, max_length=8000)
    # From IncidentType and Severity: as what its room is opened.
    incident_type = models.CharField(max_length=16)
    severity = models.CharField(max_length=10)
    is_announced = models.BooleanField(default=True)
    # Whether alerts of its room go, as the rules say, also to people who have no part in it.
    tells_outside = models.BooleanField(default=False)
    has_students = models.BooleanField(default=False)
    # Values of AgeTier.
    age_tiers = models.JSONField(default=list, blank=True)
    simulation = models.CharField(
        max_length=8,
        default=SimulationLevel.NONE.value,
        choices=[(one.value, one.name) for one in SimulationLevel],
    )
    state = models.CharField(
        max_length=12, default=ExerciseState.PLANNING.value, choices=[(one.value, one.name) for one in ExerciseState]
    )
    planned_start = models.DateTimeField()
    planned_end = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    incident_id = models.UUIDField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Grows with each change of the plan: a write that is based on an older version is refused.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(planned_end__gt=models.F("planned_start")), name="an_exercise_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["incident_id"],
                condition=models.Q(incident_id__isnull=False),
                name="one_exercise_in_an_incident",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "-planned_start"], name="exercises_of_site"),
            models.Index(fields=["state", "planned_start"], name="exercises_by_state"),
        ]


class ExerciseOrganization(models.Model):
    """An agency that was asked to take part, and what it said. The sponsor is one that accepted."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="organizations")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=8, default=InvitationState.INVITED.value, choices=[(one.value, one.name) for one in InvitationState]
    )
    words = models.CharField(max_length=400, blank=True)
    # How many players it brings, as it said; people without an account are only counted.
    players_planned = models.PositiveSmallIntegerField(default=0)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "agency"], name="an_agency_is_asked_once"),
        ]


class ExercisePerson(models.Model):
    """A person in an exercise: one role each, for an agency that accepted. It opens no room: agreements do."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="people")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=[(one.value, one.name) for one in ExerciseRole])
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "user"], name="one_role_in_an_exercise"),
        ]


class Objective(models.Model):
    """What an exercise is to show. It maps to at least one core capability before it can be evaluated (HSEEP)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    # Values of CoreCapability.
    capabilities = models.JSONField(default=list)

    class Meta:
        ordering = ("position",)


class CriticalTask(models.Model):
    """What players must do for an objective, and evaluators rate. `target` says when it is good: "within 3 minutes"."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    target = models.CharField(max_length=200, blank=True)
    capability = models.CharField(max_length=40, choices=[(one.value, one.name) for one in CoreCapability])

    class Meta:
        ordering = ("position",)


class Inject(models.Model):
    """A line of the MSEL: what is brought into play, when, to whom, how, and what players should do then.

    `offset_s`: seconds of exercise time from STARTEX; None waits for a controller. `payload` is what the delivery
    needs beside the text: {"marker": kind, "lon": …, "lat": …, "level_id": …}, {"tier": …}, or {}.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="injects")
    number = models.PositiveSmallIntegerField()
    offset_s = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.name) for one in InjectKind])
    delivery = models.CharField(max_length=12, choices=[(one.value, one.name) for one in InjectDelivery])
    # As whom it is said: "Caller from Elm Street", "Room 112".
    sender = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=2000)
    payload = models.JSONField(default=dict, blank=True)
    # To whom: an agency, a role in words ("incident commander"), or all people where both are empty.
    to_agency = models.ForeignKey("mou.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=120, blank=True)
    controller = models.ForeignKey(ExercisePerson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    expected_action = models.CharField(max_length=400, blank=True)
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="injects")
    notes = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="one_inject_per_number"),
        ]


class SafetyCheck(models.Model):
    """The answer to one check of `rules.checks`, by name. A check without an answer is not met."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="checks")
    check_key = models.CharField(max_length=40)
    answer = models.CharField(max_length=16, choices=[(one.value, one.name) for one in CheckAnswer])
    words = models.CharField(max_length=400, blank=True)
    # The facts upon which the answer rests, as they were: when one has changed, the check is asked again.
    facts = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Who confirmed exactly this answer, where a law leaves it to two; another answer has to be confirmed anew.
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "check_key"], name="one_answer_per_check"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("by")),
                name="no_one_confirms_their_own_answer",
            ),
        ]
