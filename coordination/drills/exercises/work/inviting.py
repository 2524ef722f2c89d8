"""Ask organizations to take part, and answer for one's own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.access import exercise_for, exercise_for_staff, planning_agencies, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseNotAllowed, ExerciseNotFound, InvitationAnswered
from coordination.drills.exercises.models import Exercise, ExerciseOrganization
from coordination.drills.exercises.places import agencies_at
from coordination.drills.exercises.rules.machine import refusal_in
from coordination.drills.exercises.telling import directors_of, planners_of, tell_of
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState, InvitationState
from coordination.drills.exercises.work.seeing import open_points_of
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

MOST_ORGANIZATIONS = 50
MOST_PLAYERS = 5_000


def invite_agency(*, actor_id: int, exercise_id: UUID, agency_id: UUID, at: datetime) -> ExerciseOrganization:
    """Ask an organization to take part; one that declined is asked again. Its planners are told. Durable.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseStepRefused. BadExercise: it has no part at this site.
    """
    with transaction.atomic(durable=True):
        exercise = directed_exercise(actor_id, exercise_id, at)
        if not agencies_at(exercise.site, at).filter(pk=agency_id).exists():
            raise BadExercise(
                "Choose the district, one of its schools, or an organization with an agreement in force at the site.",
                pointer="/agency_id",
            )
        if exercise.organizations.count() >= MOST_ORGANIZATIONS:
            raise BadExercise(
                Reason(_("At most %(most)s organizations."), most=MOST_ORGANIZATIONS), pointer="/agency_id"
            )
        asked, is_new = ExerciseOrganization.objects.get_or_create(exercise=exercise, agency_id=agency_id)
        if not is_new and asked.state == InvitationState.ACCEPTED.value:
            raise InvitationAnswered(pointer="/agency_id")
        asked.state, asked.words = InvitationState.INVITED.value, ""
        asked.save()
        tell_of(exercise, occasion=f"invite-{agency_id.hex}", user_ids=planners_of(agency_id, at) - {actor_id}, at=at)
    return asked


def withdraw_invitation(*, actor_id: int, exercise_id: UUID, agency_id: UUID, at: datetime) -> None:
    """Ask an organization no longer; its people leave with it. Durable.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseStepRefused. BadExercise: it is the sponsor, or was not asked.
    """
    with transaction.atomic(durable=True):
        exercise = directed_exercise(actor_id, exercise_id, at)
        if agency_id == exercise.sponsor_id or not exercise.organizations.filter(agency_id=agency_id).delete()[0]:
            raise BadExercise(Reason(_("Choose an organization that was asked.")), pointer="/agency_id")
        exercise.people.filter(agency_id=agency_id).delete()
        look_again(exercise, at)


def answer_invitation(
    *,
    actor_id: int,
    exercise_id: UUID,
    agency_id: UUID,
    accepts: bool,
    words: str,
    players_planned: int,
    at: datetime,
) -> None:
    """Answer an invitation for one's own agency. An agency that declines takes its people with it. Durable.

    Raises: ExerciseNotFound: they do not answer for the agency, or it was not asked. ExerciseStepRefused, BadExercise.
    """
    words = words.strip()
    if len(words) > 400 or "\x00" in words:
        raise BadExercise(Reason(_("At most 400 characters.")), pointer="/words")
    if not 0 <= players_planned <= MOST_PLAYERS:
        raise BadExercise(Reason(_("0 to %(most)s players."), most=MOST_PLAYERS), pointer="/players_planned")
    with transaction.atomic(durable=True):
        exercise = exercise_for(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        refuse_begun(exercise)
        asked = exercise.organizations.filter(
            agency_id=agency_id, agency_id__in=planning_agencies(actor_id, at)
        ).first()
        if asked is None:
            raise ExerciseNotFound
        if agency_id == exercise.sponsor_id and not accepts:
            raise BadExercise(Reason(_("The sponsor takes part, or cancels the exercise.")), pointer="/accepts")
        if accepts and not agencies_at(exercise.site, at).filter(pk=agency_id).exists():
            raise BadExercise(Reason(_("There is no agreement in force at the site any more.")), pointer="/agency_id")
        asked.state = (InvitationState.ACCEPTED if accepts else InvitationState.DECLINED).value
        asked.words, asked.players_planned = words, players_planned if accepts else 0
        asked.answered_by_id, asked.answered_at = actor_id, at
        asked.save()
        if not accepts:
            exercise.people.filter(agency_id=agency_id).delete()
        look_again(exercise, at)
        people = directors_of(exercise) - {actor_id}
        tell_of(exercise, occasion=f"answer-{agency_id.hex}", user_ids=people, at=at)


def directed_exercise(actor_id: int, exercise_id: UUID, at: datetime) -> Exercise:
    """Return an exercise that the person directs and that has not begun, its row held.

    Raises: ExerciseNotFound: not staff. ExerciseNotAllowed: staff in another role. ExerciseStepRefused.
    """
    exercise = exercise_for_staff(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
    if role_in(exercise, user_id=actor_id, at=at) is not ExerciseRole.DIRECTOR:
        raise ExerciseNotAllowed
    refuse_begun(exercise)
    return exercise


def refuse_begun(exercise: Exercise) -> None:
    """Check that an exercise is still planned, or ready. Raises: ExerciseStepRefused."""
    if ExerciseState(exercise.state) not in (ExerciseState.PLANNING, ExerciseState.READY):
        raise refusal_in(ExerciseState(exercise.state))


def look_again(exercise: Exercise, at: datetime) -> None:
    """Take a ready exercise back to planning, where a change of who takes part has opened a point. Saves it."""
    if exercise.state == ExerciseState.READY.value and open_points_of(exercise, at):
        exercise.state = ExerciseState.PLANNING.value
        exercise.save(update_fields=["state"])
