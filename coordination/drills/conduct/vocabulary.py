"""The closed lists of conducting an exercise. Values are what travels and is stored; words: docs/vocabulary.md."""

from enum import StrEnum

from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState


class ConductStep(StrEnum):
    """What moves an exercise (HSEEP: STARTEX, PAUSEX, ENDEX)."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    PACE = "pace"


class InjectState(StrEnum):
    """How far an inject is. `to_say`: its time has come, and a controller has to say it."""

    WAITING = "waiting"
    HELD = "held"
    TO_SAY = "to_say"
    DELIVERED = "delivered"
    SKIPPED = "skipped"


class InjectAct(StrEnum):
    """What a controller does with an inject by hand."""

    FIRE = "fire"
    HOLD = "hold"
    RELEASE = "release"
    SKIP = "skip"
    MARK_DELIVERED = "mark_delivered"


class ToldByHand(StrEnum):
    """Why an inject that the system could deliver waits for a controller."""

    AUDIENCE = "audience"
    PLACE = "place"


class NoEntrance(StrEnum):
    """Why a person who is named in an exercise may not enter its room."""

    NOT_ACCEPTED = "not_accepted"
    LEFT_AGENCY = "left_agency"
    NO_AGREEMENT = "no_agreement"


STEP_ROLES: dict[ConductStep, frozenset[ExerciseRole]] = {
    ConductStep.START: frozenset({ExerciseRole.DIRECTOR}),
    ConductStep.PAUSE: frozenset({ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER, ExerciseRole.SAFETY_OFFICER}),
    ConductStep.RESUME: frozenset({ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER}),
    ConductStep.END: frozenset({ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER, ExerciseRole.SAFETY_OFFICER}),
    ConductStep.PACE: frozenset({ExerciseRole.DIRECTOR}),
}
# From where a step leads.
STEP_FROM: dict[ConductStep, frozenset[ExerciseState]] = {
    ConductStep.START: frozenset({ExerciseState.READY}),
    ConductStep.PAUSE: frozenset({ExerciseState.RUNNING}),
    ConductStep.RESUME: frozenset({ExerciseState.PAUSED, ExerciseState.INTERRUPTED}),
    ConductStep.END: frozenset({ExerciseState.RUNNING, ExerciseState.PAUSED, ExerciseState.INTERRUPTED}),
    ConductStep.PACE: frozenset({ExerciseState.RUNNING, ExerciseState.PAUSED}),
}
MIN_PACE, MAX_PACE = 1.0, 60.0
