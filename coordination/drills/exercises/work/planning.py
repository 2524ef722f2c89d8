"""Plan an exercise: make it, change what it is, say that it is ready, cancel it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.access import exercise_for_staff, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseChanged, ExerciseNotAllowed, ExerciseNotReady
from coordination.drills.exercises.models import Exercise, ExerciseOrganization, ExercisePerson
from coordination.drills.exercises.places import place_to_plan
from coordination.drills.exercises.rules.machine import state_after, state_once_changed
from coordination.drills.exercises.rules.plan import ExerciseGiven
from coordination.drills.exercises.telling import people_to_tell, planners_of, tell_of
from coordination.drills.exercises.vocabulary import (
    ExerciseRole,
    ExerciseState,
    ExerciseStep,
    InvitationState,
)
from coordination.drills.exercises.work.seeing import open_points_of
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

TEXTS = ("name", "purpose", "scope", "contact", "scenario", "scenario_for_staff")
LONGEST = timedelta(days=14)
# No school's calendar reaches further, and near both ends of datetime's range a time zone overflows it.
YEARS = range(2000, 2200)
DIRECTS = frozenset({ExerciseRole.DIRECTOR})


def create_exercise(*, actor_id: int, site_id: UUID, agency_id: UUID, given: ExerciseGiven, at: datetime) -> Exercise:
    """Make an exercise at a site. The actor directs it, and their agency takes part. Durable.

    Raises: ExerciseNotFound: they do not plan for the agency at this site. BadExercise.
    """
    fields = _check_fields(given)
    if given.planned_end <= at:
        raise BadExercise(Reason(_("It would have ended by now.")), pointer="/planned_end")
    with transaction.atomic(durable=True):
        site, agency = place_to_plan(user_id=actor_id, site_id=site_id, agency_id=agency_id, at=at)
        exercise = Exercise.objects.create(site=site, sponsor=agency, created_by_id=actor_id, created_at=at, **fields)
        ExerciseOrganization.objects.create(
            exercise=exercise,
            agency=agency,
            state=InvitationState.ACCEPTED.value,
            answered_by_id=actor_id,
            answered_at=at,
        )
        ExercisePerson.objects.create(
            exercise=exercise,
            agency=agency,
            user_id=actor_id,
            role=ExerciseRole.DIRECTOR.value,
            added_by_id=actor_id,
            added_at=at,
        )
    return exercise


def change_exercise(*, actor_id: int, exercise_id: UUID, version: int, given: ExerciseGiven, at: datetime) -> Exercise:
    """Change what an exercise is. What was ready is planned again. Durable; locks the exercise.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseChanged, ExerciseStepRefused, BadExercise.
    """
    fields = _check_fields(given)
    with transaction.atomic(durable=True):
        exercise = plan_to_change(actor_id=actor_id, exercise_id=exercise_id, version=version, at=at, roles=DIRECTS)
        for name, value in fields.items():
            setattr(exercise, name, value)
        exercise.save()
    return exercise


def take_step(*, actor_id: int, exercise_id: UUID, version: int, step: ExerciseStep, at: datetime) -> Exercise:
    """Say that a plan is ready, that it is not after all, or that nothing comes of it. Durable; locks the exercise.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseChanged, ExerciseStepRefused.
        ExerciseNotReady: with every open point.
    """
    with transaction.atomic(durable=True):
        exercise = _lock_exercise(actor_id, exercise_id, version, at, DIRECTS)
        state = state_after(ExerciseState(exercise.state), step)
        if step is ExerciseStep.MAKE_READY and (found := open_points_of(exercise, at)):
            raise ExerciseNotReady([(one.pointer, one.detail) for one in found])
        exercise.state = state.value
        exercise.version += 1
        exercise.save()
        if step is not ExerciseStep.REPLAN:
            asked = exercise.organizations.exclude(state=InvitationState.DECLINED.value)
            people = people_to_tell(exercise).union(*(planners_of(one.agency_id, at) for one in asked))
            tell_of(exercise, occasion=step.value, user_ids=people - {actor_id}, at=at)
    return exercise


def plan_to_change(
    *, actor_id: int, exercise_id: UUID, version: int, at: datetime, roles: frozenset[ExerciseRole]
) -> Exercise:
    """Return a plan that the person may change, its row held, its version counted up; the caller saves it.

    Raises: ExerciseNotFound: not theirs, or not staff. ExerciseNotAllowed: staff in another role. ExerciseChanged:
        another person has written since. ExerciseStepRefused: it has begun, has ended, or was canceled.
    """
    exercise = _lock_exercise(actor_id, exercise_id, version, at, roles)
    exercise.state = state_once_changed(ExerciseState(exercise.state)).value
    exercise.version += 1
    return exercise


def _lock_exercise(
    actor_id: int, exercise_id: UUID, version: int, at: datetime, roles: frozenset[ExerciseRole]
) -> Exercise:
    exercise = exercise_for_staff(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
    if role_in(exercise, user_id=actor_id, at=at) not in roles:
        raise ExerciseNotAllowed
    if exercise.version != version:
        raise ExerciseChanged(pointer="/version")
    return exercise


def _check_fields(given: ExerciseGiven) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(given, name) for name in ExerciseGiven.model_fields}
    for name in TEXTS:
        fields[name] = text = str(fields[name]).strip()
        if "\x00" in text:
            raise BadExercise(Reason(_("This text has a character that is none.")), pointer=f"/{name}")
    if not fields["name"]:
        raise BadExercise(Reason(_("Give it a name.")), pointer="/name")
    if given.planned_start.year not in YEARS or given.planned_end.year not in YEARS:
        raise BadExercise(Reason(_("A day of this century or the next.")), pointer="/planned_start")
    if not given.planned_start < given.planned_end <= given.planned_start + LONGEST:
        raise BadExercise(Reason(_("It ends after it begins, within two weeks.")), pointer="/planned_end")
    return {
        **fields,
        "kind": given.kind.value,
        "action": given.action.value if given.action is not None else "",
        "incident_type": given.incident_type.value,
        "severity": given.severity.value,
        "simulation": given.simulation.value,
        "mission_areas": sorted({one.value for one in given.mission_areas}),
        # Without students there are no age tiers.
        "age_tiers": sorted({one.value for one in given.age_tiers}) if given.has_students else [],
    }
