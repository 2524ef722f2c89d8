"""A plan as the rules judge it, read from the tables."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.module_loading import import_string

from coordination.drills.exercises.models import Exercise, ExercisePerson, SafetyCheck
from coordination.drills.exercises.rules.checks import AnswerSeen, ExerciseFacts, TwoPeople
from coordination.drills.exercises.rules.msel import has_place
from coordination.drills.exercises.rules.readiness import InjectSeen, ObjectiveSeen, OpenPoint, PlanSeen, open_points
from coordination.drills.exercises.vocabulary import (
    DISCUSSIONS,
    AgeTier,
    CheckAnswer,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    InjectDelivery,
    InvitationState,
    SimulationLevel,
)
from mou.access import fetch
from mou.vocabulary import AgencyKind

ARMED = (AgencyKind.POLICE.value, AgencyKind.SHERIFF.value)
# So long does a discussion count as the first step before something is played.
DISCUSSED_WITHIN = timedelta(days=365)


def counting_people(exercise: Exercise, at: datetime) -> QuerySet[ExercisePerson]:
    """Return the people of an exercise who still belong to the agency for which they came."""
    belongs = fetch.members_who_count(at).filter(user_id=OuterRef("user_id"), agency_id=OuterRef("agency_id"))
    return exercise.people.filter(Exists(belongs)).select_related("user", "agency")


def facts_of(exercise: Exercise) -> ExerciseFacts:
    """Return what the checks depend upon. Four queries."""
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value)
    since = exercise.planned_start - DISCUSSED_WITHIN
    discussed = Exercise.objects.filter(
        site_id=exercise.site_id,
        kind__in=[one.value for one in DISCUSSIONS],
        state=ExerciseState.ENDED.value,
        ended_at__gte=since,
        ended_at__lte=exercise.planned_start,
    ).exclude(pk=exercise.pk)
    return ExerciseFacts(
        kind=ExerciseKind(exercise.kind),
        is_announced=exercise.is_announced,
        has_students=exercise.has_students,
        age_tiers=tuple(AgeTier(one) for one in exercise.age_tiers),
        simulation=SimulationLevel(exercise.simulation),
        incident_type=exercise.incident_type,
        is_armed=accepted.filter(agency__kind__in=ARMED).exists(),
        was_discussed=discussed.exists(),
        two_people=_two_people_rule(exercise.site.district_id),
    )


def _two_people_rule(district_id: UUID) -> TwoPeople | None:
    """Return what the law of a district leaves to two people. Exercises know no law: a setting names who does."""
    find: Callable[[UUID], TwoPeople | None] = import_string(settings.EXERCISE_LAW)
    return find(district_id)


def plan_of(exercise: Exercise, at: datetime) -> PlanSeen:
    """Return a plan as a whole. A constant number of queries."""
    roles = Counter(ExerciseRole(one) for one in counting_people(exercise, at).values_list("role", flat=True))
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value)
    objectives = exercise.objectives.annotate(task_count=Count("tasks")).order_by("position")
    # People without an account are only counted.
    roles[ExerciseRole.PLAYER] += accepted.aggregate(all=Sum("players_planned"))["all"] or 0
    return PlanSeen(
        facts=facts_of(exercise),
        is_past=exercise.planned_end <= at,
        objectives=[
            ObjectiveSeen(number, len(one.capabilities), one.task_count) for number, one in enumerate(objectives, 1)
        ],
        injects=[
            InjectSeen(one.number, InjectDelivery(one.delivery), has_place(one.payload), one.to_agency_id)
            for one in exercise.injects.all()
        ],
        accepted=frozenset(accepted.values_list("agency_id", flat=True)),
        roles=roles,
        answers=answers_of(exercise),
    )


def answers_of(exercise: Exercise) -> dict[str, AnswerSeen]:
    """Return the answers to checks, each with the facts as they were."""
    return {one.check_key: answer_seen(one) for one in exercise.checks.all()}


def answer_seen(row: SafetyCheck) -> AnswerSeen:
    """Return a stored answer as the rules judge it."""
    return AnswerSeen(CheckAnswer(row.answer), row.facts, row.confirmed_by_id is not None)


def open_points_of(exercise: Exercise, at: datetime) -> list[OpenPoint]:
    """Return what stands in the way of an exercise. The act that begins one asks this again."""
    return open_points(plan_of(exercise, at))
