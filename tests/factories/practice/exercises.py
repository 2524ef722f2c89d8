"""Build exercises for tests: three agencies, staff and players, objectives, tasks, injects, and every check met."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coordination.drills.exercises.models import (
    CriticalTask,
    Exercise,
    ExerciseOrganization,
    ExercisePerson,
    Inject,
    Objective,
    SafetyCheck,
)
from coordination.drills.exercises.rules.checks import checks_for
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseRole
from coordination.drills.exercises.work.seeing import facts_of
from coordination.models import User
from mapping.models import Site
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user

# What must reach no one but the staff of an exercise.
SCENARIO_FOR_STAFF = "the pretend intruder hides behind the imaginary curtain"
INJECT_TEXT = "a made-up caller hears glass break in room 112"
EXPECTED_ACTION = "the fictional front desk starts a lockdown"
TASK_TEXT = "lock the invented door of the west wing"
INJECT_NOTES = "wait until the make-believe janitor is back"
EXERCISE_SECRETS = (SCENARIO_FOR_STAFF, INJECT_TEXT, EXPECTED_ACTION, TASK_TEXT, INJECT_NOTES)
INJECTS: tuple[tuple[int | None, str, dict[str, object]], ...] = (
    # offset, delivery, payload
    (0, "message", {}),
    (60, "alert", {"tier": "active_threat"}),
    (120, "marker", {"marker": "suspect_last_seen", "lon": -98.5, "lat": 39.8}),
    (180, "phone_text", {}),
    (300, "radio", {}),
    (None, "phone_call", {}),
)


@dataclass(frozen=True)
class Staged:
    """An exercise with its people. `invited` asks for a fourth agency, which has not answered."""

    exercise: Exercise
    director: User  # school, commands
    controller: User  # school
    evaluator: User  # police
    safety_officer: User  # fire
    players: tuple[User, ...]  # school (a teacher), police, fire
    observer: User  # fire
    fire: Agency
    police_planner: User  # answers for police, has no role
    invited: Agency
    invited_planner: User  # answers for the agency that was asked


def make_exercise(
    site: Site, sponsor: Agency, director: User, *, at: datetime | None = None, **fields: object
) -> Exercise:
    """Return a planned functional exercise of tomorrow with its sponsor and its director, and nothing else."""
    at = at or datetime.now(UTC)
    values: dict[str, object] = {
        "kind": "functional",
        "action": "lockdown",
        "name": "Pretend intruder at the north door",
        "purpose": "Practice a lockdown with everybody who would come.",
        "scope": "The main building, two hours.",
        "mission_areas": ["response"],
        "contact": "Front office, 555-0100",
        "scenario": "Someone unknown is seen near the school.",
        "scenario_for_staff": SCENARIO_FOR_STAFF,
        "incident_type": "WEAPON",
        "severity": "severe",
        "planned_start": at + timedelta(days=1),
        "planned_end": at + timedelta(days=1, hours=2),
        "created_by": director,
        "created_at": at,
        **fields,
    }
    exercise = Exercise.objects.create(site=site, sponsor=sponsor, **values)
    ExerciseOrganization.objects.create(exercise=exercise, agency=sponsor, state="accepted", answered_at=at)
    add_person(exercise, sponsor, director, ExerciseRole.DIRECTOR, at=at)
    return exercise


def add_person(
    exercise: Exercise, agency: Agency, user: User, role: ExerciseRole, *, at: datetime | None = None
) -> ExercisePerson:
    """Give someone a role."""
    return ExercisePerson.objects.create(
        exercise=exercise,
        agency=agency,
        user=user,
        role=role.value,
        added_by=exercise.created_by,
        added_at=at or exercise.created_at,
    )


def make_staged(cast: Cast, *, at: datetime | None = None, is_ready: bool = True, **fields: object) -> Staged:
    """Return a whole exercise at the cast's school: school, police and fire take part, dispatch was asked.

    Everything that must be true before it begins is, and its state says so unless `is_ready` is false.
    """
    at = at or datetime.now(UTC)
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, expires_on=datetime(2999, 1, 1, tzinfo=UTC).date())
    exercise = make_exercise(cast.site, cast.school, cast.insider, at=at, **fields)
    for agency in (cast.police, fire):
        ExerciseOrganization.objects.create(exercise=exercise, agency=agency, state="accepted", answered_at=at)
    ExerciseOrganization.objects.create(exercise=exercise, agency=cast.dispatch)

    def person(agency: Agency, name: str, role: ExerciseRole, member: MemberRole) -> User:
        user = make_member(agency, user=make_user(username=name), role=member).user
        add_person(exercise, agency, user, role, at=at)
        return user

    controller = person(cast.school, "controller", ExerciseRole.CONTROLLER, MemberRole.STAFF)
    evaluator = person(cast.police, "evaluator", ExerciseRole.EVALUATOR, MemberRole.OFFICER)
    safety_officer = person(fire, "safety", ExerciseRole.SAFETY_OFFICER, MemberRole.OFFICER)
    player = person(fire, "firefighter", ExerciseRole.PLAYER, MemberRole.OFFICER)
    observer = person(fire, "observer", ExerciseRole.OBSERVER, MemberRole.OFFICER)
    add_person(exercise, cast.school, cast.teacher, ExerciseRole.PLAYER, at=at)
    add_person(exercise, cast.police, cast.officer, ExerciseRole.PLAYER, at=at)
    make_plan_of(exercise)
    _meet_checks(exercise, at)
    if is_ready:
        exercise.state = "ready"
        exercise.save(update_fields=["state"])
    police_planner = make_user(username="policeplanner")
    make_member(cast.police, user=police_planner, role=MemberRole.PLANNER)
    invited_planner = make_user(username="dispatchplanner")
    make_member(cast.dispatch, user=invited_planner, role=MemberRole.PLANNER)
    return Staged(
        exercise=exercise,
        director=cast.insider,
        controller=controller,
        evaluator=evaluator,
        safety_officer=safety_officer,
        players=(cast.teacher, cast.officer, player),
        observer=observer,
        fire=fire,
        police_planner=police_planner,
        invited=cast.dispatch,
        invited_planner=invited_planner,
    )


def make_plan_of(exercise: Exercise) -> None:
    """Write two objectives with two tasks each, and six injects."""
    for position, capability in enumerate(
        (CoreCapability.ON_SCENE_SECURITY, CoreCapability.OPERATIONAL_COORDINATION), 1
    ):
        objective = Objective.objects.create(
            exercise=exercise,
            position=position,
            text=f"Pretend objective {position}: everybody is behind a locked door in time.",
            capabilities=[capability.value],
        )
        for number in (1, 2):
            CriticalTask.objects.create(
                objective=objective,
                position=number,
                text=f"{TASK_TEXT}, step {number}",
                target="within 3 minutes",
                capability=capability.value,
            )
    first = exercise.objectives.first()
    for number, (offset_s, delivery, payload) in enumerate(INJECTS, 1):
        Inject.objects.create(
            exercise=exercise,
            number=number,
            offset_s=offset_s,
            kind="contextual",
            delivery=delivery,
            sender="Room 112",
            text=f"{INJECT_TEXT} ({number})",
            payload=payload,
            expected_action=EXPECTED_ACTION,
            objective=first,
            notes=INJECT_NOTES,
        )


def _meet_checks(exercise: Exercise, at: datetime) -> None:
    facts = facts_of(exercise)
    for check in checks_for(facts):
        SafetyCheck.objects.create(
            exercise=exercise,
            check_key=check.key,
            answer="met",
            facts=facts.facts_named(check.facts),
            by=exercise.created_by,
            at=at,
        )
