"""The closed lists of conducting an exercise. Values are what travels and is stored; words: docs/vocabulary.md."""

from enum import StrEnum

from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class ConductStep(Labelled):
    """What moves an exercise (HSEEP: STARTEX, PAUSEX, ENDEX)."""

    START = "start", _("STARTEX: begin the exercise")
    PAUSE = "pause", _("PAUSEX: pause")
    RESUME = "resume", _("Go on")
    END = "end", _("ENDEX: end the exercise")
    PACE = "pace", _("Change the pace")


class InjectState(Labelled):
    """How far an inject is. `to_say`: its time has come, and a controller has to say it."""

    WAITING = "waiting", pgettext("inject", "Waits")
    HELD = "held", pgettext("inject", "Held back")
    TO_SAY = "to_say", pgettext("inject", "Say it now")
    DELIVERED = "delivered", pgettext("inject", "Delivered")
    SKIPPED = "skipped", pgettext("inject", "Skipped")


class InjectAct(StrEnum):
    """What a controller does with an inject by hand."""

    FIRE = "fire"
    HOLD = "hold"
    RELEASE = "release"
    SKIP = "skip"
    MARK_DELIVERED = "mark_delivered"


class ToldByHand(Labelled):
    """Why an inject that the system could deliver waits for a controller."""

    AUDIENCE = "audience", _("The room cannot tell exactly these people. Say it yourself.")
    PLACE = "place", _("It has no place on the map. Say it yourself.")


class NoEntrance(Labelled):
    """Why a person who is named in an exercise may not enter its room."""

    NOT_ACCEPTED = "not_accepted", _("The organization has not accepted.")
    LEFT_AGENCY = "left_agency", _("No longer of this organization.")
    NO_AGREEMENT = "no_agreement", _("No agreement gives this organization the rooms of this site.")


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
