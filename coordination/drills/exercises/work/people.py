"""Say who comes to an exercise, and as what: one role each, for an agency that accepted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.access import exercise_for, planning_agencies, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseNotAllowed, ExerciseNotFound
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.places import people_of
from coordination.drills.exercises.rules.machine import refusal_in
from coordination.drills.exercises.telling import tell_of
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole, ExerciseState, InvitationState
from coordination.drills.exercises.work.inviting import look_again
from coordination.drills.exercises.work.seeing import counting_people
from mou.access.epoch_change import bump_access_epoch
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

MOST_PEOPLE = 1_000
OVER = frozenset({ExerciseState.ENDED, ExerciseState.CANCELED})


def set_person(
    *, actor_id: int, exercise_id: UUID, agency_id: UUID, person_id: UUID, role: ExerciseRole, at: datetime
) -> ExercisePerson:
    """Give a person a role, or another one. They are told, unless they must not know yet. Durable; locks the exercise.

    The director gives any role to any person. A planner of an agency that accepted names only players and observers,
    among their own people: the director decides who reads the controllers' documents.
    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseStepRefused, BadExercise.
    """
    with transaction.atomic(durable=True):
        exercise = exercise_for(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        if (state := ExerciseState(exercise.state)) in OVER:
            raise refusal_in(state)
        before = exercise.people.filter(user__public_id=person_id).select_related("user").first()
        _check_may_name(exercise, actor_id, agency_id, before, role, at)
        if not exercise.organizations.filter(agency_id=agency_id, state=InvitationState.ACCEPTED.value).exists():
            raise BadExercise(Reason(_("Choose an organization that takes part.")), pointer="/agency_id")
        user = people_of(agency_id, at).filter(public_id=person_id).first()
        if user is None:
            raise BadExercise(Reason(_("Choose someone of the organization.")), pointer="/person_id")
        if before is None and exercise.people.count() >= MOST_PEOPLE:
            raise BadExercise(Reason(_("At most %(most)s people."), most=MOST_PEOPLE), pointer="/person_id")
        _keep_a_director(exercise, before, role, at)
        values = {"agency_id": agency_id, "role": role.value, "added_by_id": actor_id, "added_at": at}
        person, is_new = ExercisePerson.objects.update_or_create(exercise=exercise, user=user, defaults=values)
        look_again(exercise, at)
        # A person who becomes a player must hear nothing more of what controllers say.
        bump_access_epoch()
        if is_new and user.pk != actor_id and (exercise.is_announced or role in STAFF_ROLES):
            tell_of(exercise, occasion=f"role-{user.pk}", user_ids=[user.pk], at=at)
    return person


def remove_person(*, actor_id: int, exercise_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take a person out before it begins; afterwards who was there stays written down. Durable.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseStepRefused, BadExercise.
    """
    with transaction.atomic(durable=True):
        exercise = exercise_for(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        state = ExerciseState(exercise.state)
        if state not in (ExerciseState.PLANNING, ExerciseState.READY):
            raise refusal_in(state)
        before = exercise.people.filter(user__public_id=person_id).select_related("user").first()
        if before is None:
            _check_may_name(exercise, actor_id, UUID(int=0), None, ExerciseRole.PLAYER, at)
            raise BadExercise(Reason(_("No one of the exercise has this id.")), pointer="/person_id")
        _check_may_name(exercise, actor_id, before.agency_id, before, ExerciseRole.PLAYER, at)
        _keep_a_director(exercise, before, None, at)
        before.delete()
        look_again(exercise, at)
        bump_access_epoch()


def may_name_people(exercise: Exercise, *, user_id: int, at: datetime) -> set[UUID]:
    """Return the agencies whose people this user gives roles: all that accepted for the director, else their own."""
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value)
    if _is_director(exercise, user_id, at):
        return set(accepted.values_list("agency_id", flat=True))
    return set(accepted.filter(agency_id__in=planning_agencies(user_id, at)).values_list("agency_id", flat=True))


def _is_director(exercise: Exercise, user_id: int, at: datetime) -> bool:
    """Tell whether a person directs; a planner of the sponsor does where no director is left."""
    if role_in(exercise, user_id=user_id, at=at) is ExerciseRole.DIRECTOR:
        return True
    left = counting_people(exercise, at).filter(role=ExerciseRole.DIRECTOR.value).exists()
    return not left and exercise.sponsor_id in set(planning_agencies(user_id, at))


def _check_may_name(
    exercise: Exercise,
    actor_id: int,
    agency_id: UUID,
    before: ExercisePerson | None,
    role: ExerciseRole,
    at: datetime,
) -> None:
    if _is_director(exercise, actor_id, at):
        return
    mine = may_name_people(exercise, user_id=actor_id, at=at)
    if not mine:
        # Players give no roles; whether a person of that name has one is not theirs to learn either.
        raise ExerciseNotAllowed
    if agency_id not in mine or (before is not None and before.agency_id not in mine):
        raise ExerciseNotFound
    if role in STAFF_ROLES or (before is not None and before.role in STAFF_ROLES):
        raise ExerciseNotAllowed(pointer="/role")


def _keep_a_director(
    exercise: Exercise, before: ExercisePerson | None, role: ExerciseRole | None, at: datetime
) -> None:
    if before is None or before.role != ExerciseRole.DIRECTOR.value or role is ExerciseRole.DIRECTOR:
        return
    if not counting_people(exercise, at).filter(role=ExerciseRole.DIRECTOR.value).exclude(pk=before.pk).exists():
        raise BadExercise(Reason(_("Someone must direct the exercise.")), pointer="/role")
