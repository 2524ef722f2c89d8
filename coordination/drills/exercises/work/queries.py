"""Exercises as people read them: a line in a list, what all in one may know, and what its staff reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from coordination.drills.exercises.access import exercises_for, planning_agencies, role_in
from coordination.drills.exercises.models import Exercise, ExerciseOrganization, ExercisePerson
from coordination.drills.exercises.rules.machine import steps_from
from coordination.drills.exercises.vocabulary import (
    STAFF_ROLES,
    AgeTier,
    CoreCapability,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    ExerciseStep,
    InjectDelivery,
    InjectKind,
    InvitationState,
    MissionArea,
    SimulationLevel,
)
from coordination.drills.exercises.work.checking import SafetyCheckView, check_views
from coordination.drills.exercises.work.seeing import counting_people, open_points_of
from coordination.vocabulary import IncidentType, Severity
from mou.access import fetch
from mou.foundation.value_of import ValueOf

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """An exercise in a list. `is_asked`: an invitation waits for an answer of the reader."""

    exercise_id: UUID
    name: str
    kind: ExerciseKind
    state: ExerciseState
    site: str
    sponsor: str
    planned_start: datetime
    planned_end: datetime
    time_zone: str
    my_role: ExerciseRole | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ExerciseOrganizationView:
    """An organization that was asked. `is_mine`: the reader answers for it.

    `players_planned`: how many players it means to bring.
    """

    agency_id: UUID
    name: str
    state: InvitationState
    words: str
    players_planned: int
    is_sponsor: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PlayersObjective:
    """An objective as players read it: what is to be shown, and not how it is rated."""

    text: str
    capabilities: list[CoreCapability]


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """What all in an exercise may know of it: the ExPlan, or the SitMan of one that is talked through."""

    exercise_id: UUID
    name: str
    kind: ExerciseKind
    action: str
    state: ExerciseState
    site_id: UUID
    site: str
    sponsor: str
    purpose: str
    scope: str
    contact: str
    scenario: str
    incident_type: Annotated[str, ValueOf(IncidentType)]
    severity: Annotated[str, ValueOf(Severity)]
    mission_areas: list[MissionArea]
    is_announced: bool
    tells_outside: bool
    has_students: bool
    age_tiers: list[AgeTier]
    simulation: SimulationLevel
    planned_start: datetime
    planned_end: datetime
    time_zone: str
    my_role: ExerciseRole | None
    directors: list[str]
    objectives: list[PlayersObjective]
    organizations: list[ExerciseOrganizationView]


@dataclass(frozen=True, slots=True)
class ExercisePersonView:
    person_id: UUID
    name: str
    agency_id: UUID
    agency: str
    role: ExerciseRole
    counts: bool


@dataclass(frozen=True, slots=True)
class CriticalTaskView:
    task_id: UUID
    text: str
    target: str
    capability: CoreCapability


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """An objective with what evaluators rate: the evaluation guide of it."""

    objective_id: UUID
    position: int
    text: str
    capabilities: list[CoreCapability]
    tasks: list[CriticalTaskView]


@dataclass(frozen=True, slots=True)
class InjectView:
    """A line of the MSEL. `offset_s`: seconds of exercise time from STARTEX; none waits for a controller."""

    inject_id: UUID
    number: int
    offset_s: int | None
    kind: InjectKind
    delivery: InjectDelivery
    sender: str
    text: str
    payload: dict[str, str | float]
    to_agency_id: UUID | None
    to_agency: str
    to_role: str
    controller_id: UUID | None
    controller: str
    expected_action: str
    objective_id: UUID | None
    objective: int | None
    notes: str


@dataclass(frozen=True, slots=True)
class OpenPointView:
    code: str
    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class ExerciseStaffView:
    """The controllers' documents: what will unfold, the MSEL, the evaluation guides, checks and people."""

    version: int
    scenario_key: str
    scenario_for_staff: str
    objectives: list[ObjectiveView]
    injects: list[InjectView]
    people: list[ExercisePersonView]
    checks: list[SafetyCheckView]
    open_points: list[OpenPointView]
    steps: list[ExerciseStep]


def exercise_lines(user_id: int, at: datetime, *, is_over: bool = False, most: int = MOST_LISTED) -> list[ExerciseLine]:
    """Return the exercises that a person sees: what is to come, the next first; or what is over, the last first.

    Args:
        most: so many are read. A page asks for one more, to say that there are others.
    """
    over = [ExerciseState.ENDED.value, ExerciseState.CANCELED.value]
    rows = exercises_for(user_id, at)
    rows = rows.filter(state__in=over) if is_over else rows.exclude(state__in=over).order_by("planned_start", "id")
    found = list(rows[:most])
    members = set(fetch.members_who_count(at).filter(user_id=user_id).values_list("agency_id", flat=True))
    mine = {
        one.exercise_id: ExerciseRole(one.role)
        for one in ExercisePerson.objects.filter(exercise__in=found, user_id=user_id, agency_id__in=members)
    }
    asked = ExerciseOrganization.objects.filter(
        exercise__in=found, agency_id__in=planning_agencies(user_id, at), state=InvitationState.INVITED.value
    )
    waiting = set(asked.values_list("exercise_id", flat=True))
    return [
        ExerciseLine(
            exercise_id=one.pk,
            name=one.name,
            kind=ExerciseKind(one.kind),
            state=ExerciseState(one.state),
            site=one.site.name,
            sponsor=one.sponsor.name,
            planned_start=one.planned_start,
            planned_end=one.planned_end,
            time_zone=one.site.time_zone,
            my_role=mine.get(one.pk),
            is_asked=one.pk in waiting,
        )
        for one in found
    ]


def exercise_view(exercise: Exercise, *, user_id: int, at: datetime) -> ExerciseView:
    """Return what all in an exercise may know of it. The exercise is the reader's to see."""
    directors = counting_people(exercise, at).filter(role=ExerciseRole.DIRECTOR.value)
    return ExerciseView(
        exercise_id=exercise.pk,
        name=exercise.name,
        kind=ExerciseKind(exercise.kind),
        action=exercise.action,
        state=ExerciseState(exercise.state),
        site_id=exercise.site_id,
        site=exercise.site.name,
        sponsor=exercise.sponsor.name,
        purpose=exercise.purpose,
        scope=exercise.scope,
        contact=exercise.contact,
        scenario=exercise.scenario,
        incident_type=exercise.incident_type,
        severity=exercise.severity,
        mission_areas=[MissionArea(one) for one in exercise.mission_areas],
        is_announced=exercise.is_announced,
        tells_outside=exercise.tells_outside,
        has_students=exercise.has_students,
        age_tiers=[AgeTier(one) for one in exercise.age_tiers],
        simulation=SimulationLevel(exercise.simulation),
        planned_start=exercise.planned_start,
        planned_end=exercise.planned_end,
        time_zone=exercise.site.time_zone,
        my_role=role_in(exercise, user_id=user_id, at=at),
        directors=[one.user.shown_name() for one in directors.order_by("user__display_name", "id")],
        objectives=[
            PlayersObjective(one.text, [CoreCapability(value) for value in one.capabilities])
            for one in exercise.objectives.all()
        ],
        organizations=_list_organizations(exercise, user_id, at),
    )


def _list_organizations(exercise: Exercise, user_id: int, at: datetime) -> list[ExerciseOrganizationView]:
    mine = set(planning_agencies(user_id, at))
    rows = exercise.organizations.select_related("agency").order_by("agency__name", "id")
    # What an agency wrote when it answered is between it and the planners.
    is_staff = role_in(exercise, user_id=user_id, at=at) in STAFF_ROLES
    return [
        ExerciseOrganizationView(
            agency_id=one.agency_id,
            name=one.agency.name,
            state=InvitationState(one.state),
            words=one.words if is_staff or one.agency_id in mine else "",
            players_planned=one.players_planned,
            is_sponsor=one.agency_id == exercise.sponsor_id,
            is_mine=one.agency_id in mine,
        )
        for one in rows
    ]


def staff_view(exercise: Exercise, at: datetime) -> ExerciseStaffView:
    """Return the controllers' documents. The caller has asked `exercise_for_staff`."""
    return ExerciseStaffView(
        version=exercise.version,
        scenario_key=exercise.scenario_key,
        scenario_for_staff=exercise.scenario_for_staff,
        objectives=objective_views(exercise),
        injects=inject_views(exercise),
        people=person_views(exercise, at),
        checks=check_views(exercise),
        open_points=[OpenPointView(one.code, one.pointer, one.detail) for one in open_points_of(exercise, at)],
        steps=steps_from(ExerciseState(exercise.state)),
    )


def objective_views(exercise: Exercise) -> list[ObjectiveView]:
    """Return the objectives with their critical tasks. Two queries."""
    return [
        ObjectiveView(
            objective_id=one.pk,
            position=number,
            text=one.text,
            capabilities=[CoreCapability(value) for value in one.capabilities],
            tasks=[
                CriticalTaskView(task.pk, task.text, task.target, CoreCapability(task.capability))
                for task in one.tasks.all()
            ],
        )
        for number, one in enumerate(exercise.objectives.prefetch_related("tasks"), 1)
    ]


def inject_views(exercise: Exercise) -> list[InjectView]:
    """Return the MSEL by number. Two queries."""
    numbers = {pk: number for number, pk in enumerate(exercise.objectives.values_list("pk", flat=True), 1)}
    rows = exercise.injects.select_related("to_agency", "controller__user")
    return [
        InjectView(
            inject_id=one.pk,
            number=one.number,
            offset_s=one.offset_s,
            kind=InjectKind(one.kind),
            delivery=InjectDelivery(one.delivery),
            sender=one.sender,
            text=one.text,
            payload=one.payload,
            to_agency_id=one.to_agency_id,
            to_agency=one.to_agency.name if one.to_agency is not None else "",
            to_role=one.to_role,
            controller_id=one.controller.user.public_id if one.controller is not None else None,
            controller=one.controller.user.shown_name() if one.controller is not None else "",
            expected_action=one.expected_action,
            objective_id=one.objective_id,
            objective=numbers.get(one.objective_id) if one.objective_id else None,
            notes=one.notes,
        )
        for one in rows
    ]


def person_views(exercise: Exercise, at: datetime) -> list[ExercisePersonView]:
    """Return who takes part, by agency and name. `counts` is false for people who have left the agency. Two queries."""
    counting = set(counting_people(exercise, at).values_list("pk", flat=True))
    rows = exercise.people.select_related("user", "agency").order_by("agency__name", "user__display_name", "id")
    return [
        ExercisePersonView(
            person_id=one.user.public_id,
            name=one.user.shown_name(),
            agency_id=one.agency_id,
            agency=one.agency.name,
            role=ExerciseRole(one.role),
            counts=one.pk in counting,
        )
        for one in rows
    ]


def version_of(exercise_id: UUID) -> int:
    """Return the version of an exercise that the caller has just been allowed to change."""
    return Exercise.objects.values_list("version", flat=True).get(pk=exercise_id)
