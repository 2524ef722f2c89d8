"""A full-scale exercise that four organizations have planned, and a tabletop that is still being planned."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from coordination.demo import plot
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.rules.checks import checks_for
from coordination.drills.exercises.rules.msel import InjectGiven
from coordination.drills.exercises.rules.plan import ExerciseGiven
from coordination.drills.exercises.vocabulary import (
    CheckAnswer,
    DrillAction,
    ExerciseKind,
    ExerciseRole,
    ExerciseStep,
    InjectDelivery,
    InjectKind,
    MissionArea,
)
from coordination.drills.exercises.work.checking import answer_check
from coordination.drills.exercises.work.injects import set_inject
from coordination.drills.exercises.work.inviting import answer_invitation, invite_agency
from coordination.drills.exercises.work.library import take_scenario
from coordination.drills.exercises.work.people import set_person
from coordination.drills.exercises.work.planning import create_exercise, take_step
from coordination.drills.exercises.work.seeing import facts_of
from coordination.models import User
from coordination.vocabulary import IncidentType, Severity

# Who answers for each organization, and how many come who have no account.
ANSWERS = {plot.LINCOLN: ("principal", 24), plot.POLICE: ("chief", 8), plot.FIRE: ("battalion", 6)}
CAST = {
    plot.DISTRICT: {"superintendent": ExerciseRole.OBSERVER},
    plot.LINCOLN: {
        "principal": ExerciseRole.PLAYER,
        "teacher": ExerciseRole.PLAYER,
        "nurse": ExerciseRole.PLAYER,
        "counselor": ExerciseRole.CONTROLLER,
    },
    plot.POLICE: {
        "sergeant": ExerciseRole.EVALUATOR,
        "chief": ExerciseRole.PLAYER,
        "patrol": ExerciseRole.PLAYER,
        "sro": ExerciseRole.PLAYER,
    },
    plot.FIRE: {"battalion": ExerciseRole.SAFETY_OFFICER, "firefighter": ExerciseRole.PLAYER},
}
# What each check rests on, by name: a later reader asks.
SAID = {
    "mental_health_plans": "DEMO: Cory Counselor-Example plans with us.",
    "mental_health_present": "DEMO: Cory Counselor-Example, in the library.",
    "discussion_first": "DEMO: talked through with all staff in the fall.",
    "exit_word": "DEMO: the word is Sunflower.",
}


def load_exercises(
    *,
    site_id: UUID,
    agencies: Mapping[str, UUID],
    people: Mapping[str, int],
    location: tuple[float, float],
    at: datetime,
) -> None:
    """Plan both through the doors that real use goes through. Durable transactions."""
    begins = (at + timedelta(days=20)).replace(hour=15, minute=0, second=0, microsecond=0)
    full = create_exercise(
        actor_id=people["planner"],
        site_id=site_id,
        agency_id=agencies[plot.DISTRICT],
        given=ExerciseGiven(
            name="DEMO: Open Door, a full-scale exercise",
            kind=ExerciseKind.FULL_SCALE,
            action=DrillAction.LOCKDOWN,
            planned_start=begins,
            planned_end=begins + timedelta(hours=3),
            incident_type=IncidentType.WEAPON,
            severity=Severity.EXTREME,
            purpose="DEMO: See whether school, police and fire work on one map from the first minute.",
            scope="DEMO: Lincoln High on a day without students. No road is closed.",
            contact="DEMO: Pat Planner-Example, 555-0150",
            mission_areas=[MissionArea.PROTECTION, MissionArea.RESPONSE],
        ),
        at=at,
    )
    _gather_agencies(full, agencies, people, at)
    _take_demo_scenario(full, people, location, at)
    for check in checks_for(facts_of(full)):
        words = SAID.get(check.key, "DEMO: agreed at the final planning meeting.")
        answer_check(
            actor_id=people["battalion"], exercise_id=full.pk, key=check.key, answer=CheckAnswer.MET, words=words, at=at
        )
    take_step(
        actor_id=people["planner"], exercise_id=full.pk, version=_version_of(full), step=ExerciseStep.MAKE_READY, at=at
    )
    talk = create_exercise(
        actor_id=people["principal"],
        site_id=site_id,
        agency_id=agencies[plot.LINCOLN],
        given=ExerciseGiven(
            name="DEMO: Smoke at lunch, a tabletop",
            kind=ExerciseKind.TABLETOP,
            planned_start=begins - timedelta(days=11),
            planned_end=begins - timedelta(days=11) + timedelta(minutes=90),
            incident_type=IncidentType.STRUCTURE_FIRE,
            purpose="DEMO: Talk through who decides what when the kitchen burns.",
        ),
        at=at,
    )
    take_scenario(
        actor_id=people["principal"],
        exercise_id=talk.pk,
        version=talk.version,
        key="kitchen_fire",
        language="en",
        at=at,
    )
    invite_agency(actor_id=people["principal"], exercise_id=talk.pk, agency_id=agencies[plot.FIRE], at=at)


def _gather_agencies(exercise: Exercise, agencies: Mapping[str, UUID], people: Mapping[str, int], at: datetime) -> None:
    planner = people["planner"]
    for name in (*ANSWERS, plot.DISPATCH):
        invite_agency(actor_id=planner, exercise_id=exercise.pk, agency_id=agencies[name], at=at)
    for name, (who, players) in ANSWERS.items():
        answer_invitation(
            actor_id=people[who],
            exercise_id=exercise.pk,
            agency_id=agencies[name],
            accepts=True,
            words="DEMO: we come.",
            players_planned=players,
            at=at,
        )
    for agency, cast in CAST.items():
        for who, role in cast.items():
            person_id = User.objects.get(pk=people[who]).public_id
            set_person(
                actor_id=planner,
                exercise_id=exercise.pk,
                agency_id=agencies[agency],
                person_id=person_id,
                role=role,
                at=at,
            )


def _take_demo_scenario(
    exercise: Exercise, people: Mapping[str, int], location: tuple[float, float], at: datetime
) -> None:
    planner = people["planner"]
    taken = take_scenario(
        actor_id=planner,
        exercise_id=exercise.pk,
        version=_version_of(exercise),
        key="armed_intruder_at_the_door",
        language="en",
        at=at,
    )
    lon, lat = location
    for one in taken.injects.filter(delivery=InjectDelivery.MARKER.value):
        set_inject(
            actor_id=planner,
            exercise_id=exercise.pk,
            version=_version_of(exercise),
            inject_id=one.pk,
            given=InjectGiven(
                text=one.text,
                delivery=InjectDelivery.MARKER,
                kind=InjectKind(one.kind),
                offset_s=one.offset_s,
                sender=one.sender,
                payload={**one.payload, "lon": lon, "lat": lat},
                to_role=one.to_role,
                expected_action=one.expected_action,
                objective_id=one.objective_id,
            ),
            at=at,
        )


def _version_of(exercise: Exercise) -> int:
    return Exercise.objects.values_list("version", flat=True).get(pk=exercise.pk)
