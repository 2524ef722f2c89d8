"""What is still open in the plan of an exercise. Pure: it is given everything it judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from coordination.drills.exercises.rules.checks import AnswerSeen, ExerciseFacts, checks_for, is_open, is_unanswered
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, InjectDelivery

# What is played on a schedule of events.
WITH_MSEL = frozenset({ExerciseKind.TABLETOP, ExerciseKind.FUNCTIONAL, ExerciseKind.FULL_SCALE})
LARGE = frozenset({ExerciseKind.FUNCTIONAL, ExerciseKind.FULL_SCALE})


@dataclass(frozen=True, slots=True)
class ObjectiveSeen:
    position: int
    capabilities: int
    tasks: int


@dataclass(frozen=True, slots=True)
class InjectSeen:
    number: int
    delivery: InjectDelivery
    has_place: bool
    to_agency_id: UUID | None


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """A plan as a whole. `roles`: how many people count in each; `accepted`: the agencies that take part."""

    facts: ExerciseFacts
    is_past: bool
    objectives: Sequence[ObjectiveSeen]
    injects: Sequence[InjectSeen]
    accepted: frozenset[UUID]
    roles: Mapping[ExerciseRole, int]
    answers: Mapping[str, AnswerSeen]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that stands in the way. `name` is the number or the key of what it is about."""

    code: str
    pointer: str
    name: str = ""

    @property
    def detail(self) -> str:
        """Return it in words, for programs and their logs."""
        return DETAILS[self.code].format(name=self.name)


DETAILS: Mapping[str, str] = {
    "past": "The exercise would have ended by now.",
    "age_tiers": "Say which students take part.",
    "objectives": "Write at least one objective.",
    "capabilities": "Objective {name} maps to no core capability.",
    "tasks": "Objective {name} has no critical task to rate.",
    "injects": "This kind of exercise needs a MSEL.",
    "place": "Inject {name} is a marker without a place.",
    "recipient": "Inject {name} goes to an organization that does not take part.",
    "director": "No one directs the exercise.",
    "players": "No one plays.",
    "evaluators": "No one evaluates.",
    "safety_officer": "No one is the safety officer.",
    "check": "The check {name} is open.",
    "second": "The check {name} waits for a second person.",
}


def open_points(plan: PlanSeen) -> list[OpenPoint]:
    """Return what stands in the way of saying that a plan is ready, in the order of the form."""
    return [
        *_open_in_basics(plan),
        *_open_in_objectives(plan),
        *_open_in_people(plan),
        *_open_in_injects(plan),
        *_open_in_checks(plan),
    ]


def _open_in_basics(plan: PlanSeen) -> list[OpenPoint]:
    found = [OpenPoint("past", "/planned_end")] if plan.is_past else []
    if plan.facts.has_students and not plan.facts.age_tiers:
        found.append(OpenPoint("age_tiers", "/age_tiers"))
    return found


def _open_in_objectives(plan: PlanSeen) -> list[OpenPoint]:
    if not plan.objectives:
        return [OpenPoint("objectives", "/objectives")]
    found = []
    for number, one in enumerate(plan.objectives):
        # HSEEP: an evaluation guide is made of objectives that map to a core capability.
        if not one.capabilities:
            found.append(OpenPoint("capabilities", f"/objectives/{number}/capabilities", str(one.position)))
        if not one.tasks and not plan.facts.kind.is_discussion:
            found.append(OpenPoint("tasks", f"/objectives/{number}/tasks", str(one.position)))
    return found


def _open_in_people(plan: PlanSeen) -> list[OpenPoint]:
    needed = [("director", ExerciseRole.DIRECTOR), ("players", ExerciseRole.PLAYER)]
    if plan.facts.kind in LARGE:
        needed.append(("evaluators", ExerciseRole.EVALUATOR))
    # A person with no other task looks after people, wherever responders or what is simulated come in.
    if plan.facts.kind in LARGE or (plan.facts.is_played and plan.facts.is_armed):
        needed.append(("safety_officer", ExerciseRole.SAFETY_OFFICER))
    return [OpenPoint(code, "/people") for code, role in needed if not plan.roles.get(role)]


def _open_in_injects(plan: PlanSeen) -> list[OpenPoint]:
    if not plan.injects and plan.facts.kind in WITH_MSEL:
        return [OpenPoint("injects", "/injects")]
    found = []
    for index, one in enumerate(plan.injects):
        if one.delivery is InjectDelivery.MARKER and not one.has_place:
            found.append(OpenPoint("place", f"/injects/{index}/payload", str(one.number)))
        if one.to_agency_id is not None and one.to_agency_id not in plan.accepted:
            found.append(OpenPoint("recipient", f"/injects/{index}/to_agency_id", str(one.number)))
    return found


def _open_in_checks(plan: PlanSeen) -> list[OpenPoint]:
    found = []
    for one in checks_for(plan.facts):
        answer = plan.answers.get(one.key)
        if is_open(one, answer, plan.facts):
            code = "check" if is_unanswered(one, answer, plan.facts) else "second"
            found.append(OpenPoint(code, f"/checks/{one.key}", one.key))
    return found
