"""Who sees an exercise, and who its staff is. A stranger's "no" reads "not there".

An exercise gives no right to a room: who may enter the one in which it is played is computed from agreements, as
always.
"""

from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.drills.exercises.errors import ExerciseNotAllowed, ExerciseNotFound
from coordination.drills.exercises.models import Exercise, ExerciseOrganization, ExercisePerson
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole, ExerciseState, InvitationState
from mou.access import fetch
from mou.models import AgencyMember
from mou.vocabulary import MemberRole

# These roles answer an invitation for their agency and name its people; in the sponsor's agency they plan.
PLANNING_ROLES = (MemberRole.PLANNER, MemberRole.ADMINISTRATOR, MemberRole.COMMANDER, MemberRole.SUPERVISOR)


def planning_agencies(user_id: int, at: datetime) -> QuerySet[AgencyMember, UUID]:
    """Return the ids of the agencies for which a person plans and answers."""
    mine = fetch.members_who_count(at).filter(user_id=user_id, role__in=[one.value for one in PLANNING_ROLES])
    return mine.values_list("agency_id", flat=True)


def plans_for_any(user_id: int, at: datetime) -> bool:
    """Say whether a person plans and answers for any agency. One query."""
    return any(one.role in PLANNING_ROLES for one in fetch.active_memberships(user_id, at))


def exercises_for(user_id: int, at: datetime) -> QuerySet[Exercise]:
    """Return the exercises that a person sees: they have a role in it, or answer for an agency that was asked.

    What they see of it is another question: `reads_staff_papers`.
    """
    # A person who left the agency for which they came has no role any more.
    belongs = fetch.members_who_count(at).filter(user_id=user_id, agency_id=OuterRef("agency_id"))
    mine = ExercisePerson.objects.filter(Exists(belongs), exercise=OuterRef("pk"), user_id=user_id)
    # What is not announced is not in a player's list before it begins.
    staff = Exists(mine.filter(role__in=[one.value for one in STAFF_ROLES]))
    known = Q(is_announced=True) | Q(state__in=[one.value for one in ExerciseState if one.has_begun])
    asked = ExerciseOrganization.objects.filter(
        exercise=OuterRef("pk"), agency_id__in=planning_agencies(user_id, at)
    ).exclude(state=InvitationState.DECLINED.value)
    rows = Exercise.objects.filter(staff | (known & Exists(mine)) | Q(Exists(asked)))
    return rows.select_related("site", "sponsor").order_by("-planned_start", "id")


def exercise_for(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> Exercise:
    """Return an exercise that the person sees. With `lock`, holds its row until commit. Raises: ExerciseNotFound."""
    rows = exercises_for(user_id, at).filter(pk=exercise_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ExerciseNotFound
    return found


def role_in(exercise: Exercise, *, user_id: int, at: datetime) -> ExerciseRole | None:
    """Return the role that a person has in an exercise now; None for people who only answer for an agency."""
    mine = exercise.people.filter(user_id=user_id).first()
    if mine is None or not fetch.members_who_count(at).filter(user_id=user_id, agency_id=mine.agency_id).exists():
        return None
    return ExerciseRole(mine.role)


def exercise_as(
    *,
    user_id: int,
    exercise_id: UUID,
    roles: AbstractSet[ExerciseRole],
    at: datetime,
    lock: bool = False,
) -> Exercise:
    """Return an exercise in which the person has one of some roles.

    Raises: ExerciseNotFound: not theirs to see. ExerciseNotAllowed: they see it, in another role.
    """
    found = exercise_for(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)
    if role_in(found, user_id=user_id, at=at) not in roles:
        raise ExerciseNotAllowed
    return found


def exercise_for_staff(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> Exercise:
    """Return an exercise whose controllers' documents the person reads.

    Players and observers are told what a stranger is told: that there is a MSEL at all is not theirs to know.
    Raises: ExerciseNotFound.
    """
    try:
        return exercise_as(user_id=user_id, exercise_id=exercise_id, roles=STAFF_ROLES, at=at, lock=lock)
    except ExerciseNotAllowed as hidden:
        raise ExerciseNotFound from hidden


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of exercises is there for a person: one that they see, or they plan for an agency."""
    return plans_for_any(user_id, at) or exercises_for(user_id, at).exists()
