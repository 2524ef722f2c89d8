"""What must be true before people take part in an exercise, so that it does no harm. Pure.

Sources: NASP, NASRO and Safe and Sound Schools, Best Practice Considerations for Armed Assailant Drills in Schools
(2014, revised 2021); NASP, Conducting Crisis Exercises and Drills; RCW 28A.320.125 (Washington). How much each demands
is this project's decision (docs/decisions/0145-checks-before-an-exercise.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from coordination.drills.exercises.vocabulary import (
    AgeTier,
    CheckAnswer,
    CheckWeight,
    ExerciseKind,
    SimulationLevel,
)

type JsonScalar = str | bool | list[str]
NASP = "NASP, NASRO, Safe and Sound Schools (2014, revised 2021)"
EXERCISES = "NASP, Conducting Crisis Exercises and Drills"
YOUNG = frozenset({AgeTier.K_2, AgeTier.GRADES_3_5})


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """Checks that a law leaves to several people: one answers, another confirms.

    `incident_types`: of which exercises; empty: of all. `checked_on`: when it was last compared with its `source`.
    """

    keys: frozenset[str]
    incident_types: frozenset[str]
    citation: str
    source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExerciseFacts:
    """What the checks depend upon. `is_armed`: police or sheriff take part; `was_discussed`: the site talked first.

    `two_people`: what the law of the site's district leaves to two.
    """

    kind: ExerciseKind
    is_announced: bool
    has_students: bool
    age_tiers: tuple[AgeTier, ...]
    simulation: SimulationLevel
    incident_type: str
    is_armed: bool
    was_discussed: bool
    two_people: TwoPeople | None = None

    def needs_two(self, key: str) -> bool:
        """Tell whether a second person confirms the answer to a check."""
        two = self.two_people
        return (
            two is not None and key in two.keys and (not two.incident_types or self.incident_type in two.incident_types)
        )

    @property
    def is_played(self) -> bool:
        """Tell whether people move, or something is simulated."""
        return not self.kind.is_discussion or self.simulation is not SimulationLevel.NONE

    def facts_named(self, names: tuple[str, ...]) -> dict[str, JsonScalar]:
        """Return some facts as they are stored beside an answer."""
        found: dict[str, JsonScalar] = {}
        for name in names:
            value = getattr(self, name)
            found[name] = (
                sorted(value) if isinstance(value, tuple) else value if isinstance(value, bool) else str(value)
            )
        return found


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `facts` are those upon which its answer rests: when one changes, it is asked again."""

    key: str
    weight: CheckWeight
    source: str
    facts: tuple[str, ...]
    applies: Callable[[ExerciseFacts], bool]


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """A stored answer, with the facts as they were, and whether a second person confirmed it."""

    answer: CheckAnswer
    facts: Mapping[str, JsonScalar]
    is_confirmed: bool = False


W = CheckWeight


def applies_always(_facts: ExerciseFacts) -> bool:
    """Say that a check applies to every exercise."""
    return True


PEOPLE = ("kind", "has_students", "age_tiers", "simulation", "incident_type")
CHECKS: tuple[Check, ...] = (
    Check(
        "assailant_with_students",
        W.BLOCKS,
        NASP,
        PEOPLE,
        lambda it: it.has_students and it.simulation is SimulationLevel.ACTORS,
    ),
    Check(
        "unannounced_with_students",
        W.BLOCKS,
        NASP,
        ("has_students", "is_announced"),
        lambda it: it.has_students and not it.is_announced,
    ),
    Check(
        "props_with_young_students",
        W.BLOCKS,
        NASP,
        PEOPLE,
        lambda it: it.has_students and it.simulation is SimulationLevel.PROPS and not YOUNG.isdisjoint(it.age_tiers),
    ),
    Check("no_real_audio", W.MUST, NASP, ("kind", "simulation", "has_students"), applies_always),
    Check(
        "no_live_ammunition",
        W.MUST,
        NASP,
        ("kind", "simulation", "is_armed"),
        lambda it: it.is_played and (it.is_armed or it.simulation is SimulationLevel.ACTORS),
    ),
    Check(
        "weapons_protocol",
        W.SIGN_OFF,
        NASP,
        ("kind", "simulation", "is_armed"),
        lambda it: it.is_played and (it.is_armed or it.simulation is SimulationLevel.ACTORS),
    ),
    Check(
        "staff_unannounced",
        W.SIGN_OFF,
        NASP,
        ("kind", "is_announced", "simulation"),
        lambda it: not it.has_students and not it.is_announced,
    ),
    Check("opt_out", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students or it.is_played),
    Check("mental_health_plans", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students or it.is_played),
    Check("mental_health_present", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students or it.is_played),
    Check(
        "props_explained",
        W.SIGN_OFF,
        NASP,
        PEOPLE,
        lambda it: it.simulation is not SimulationLevel.NONE,
    ),
    Check("special_needs", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students or not it.kind.is_discussion),
    Check("exit_word", W.SIGN_OFF, NASP, ("kind", "simulation", "has_students"), lambda it: it.is_played),
    Check("debrief", W.SIGN_OFF, EXERCISES, ("kind", "has_students"), applies_always),
    Check("parents_told", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students),
    Check("age_appropriate", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students),
    Check("staff_first", W.SIGN_OFF, NASP, PEOPLE, lambda it: it.has_students),
    Check(
        "discussion_first",
        W.SIGN_OFF,
        NASP,
        ("kind", "incident_type"),
        lambda it: not it.kind.is_discussion and not it.was_discussed,
    ),
)
CHECK_OF: Mapping[str, Check] = {one.key: one for one in CHECKS}
ANSWERS: Mapping[CheckWeight, frozenset[CheckAnswer]] = {
    W.BLOCKS: frozenset(),
    W.MUST: frozenset({CheckAnswer.MET}),
    W.SIGN_OFF: frozenset(CheckAnswer),
}
# Answers that need a reason, for later readers.
NEEDS_WORDS = frozenset({CheckAnswer.NOT_APPLICABLE, CheckAnswer.SIGNED_OFF})


def checks_for(facts: ExerciseFacts) -> list[Check]:
    """Return the checks that apply to an exercise, in their order."""
    return [one for one in CHECKS if one.applies(facts)]


def is_old(check: Check, answer: AnswerSeen, facts: ExerciseFacts) -> bool:
    """Tell whether an answer was given of another exercise than the plan now is."""
    return dict(answer.facts) != facts.facts_named(check.facts)


def is_open(check: Check, answer: AnswerSeen | None, facts: ExerciseFacts) -> bool:
    """Tell whether a check that applies still stands in the way."""
    return is_unanswered(check, answer, facts) or lacks_second(check, answer, facts)


def is_unanswered(check: Check, answer: AnswerSeen | None, facts: ExerciseFacts) -> bool:
    """Tell whether no answer stands that the check takes, for the plan as it is."""
    return answer is None or answer.answer not in ANSWERS[check.weight] or is_old(check, answer, facts)


def lacks_second(check: Check, answer: AnswerSeen | None, facts: ExerciseFacts) -> bool:
    """Tell whether an answer waits for the second person that a law asks for."""
    return facts.needs_two(check.key) and not (answer is not None and answer.is_confirmed)
