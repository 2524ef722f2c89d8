"""What can go wrong with an exercise as it is planned, each with a stable code and an HTTP status. Pure."""

from collections.abc import Sequence

from coordination.drills.exercises.vocabulary import MselDefectCode
from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class ExerciseNotFound(CoordinationError):
    """Missing and forbidden look alike, so that a stranger cannot learn that an exercise is planned."""

    code, status, title = "exercise_not_found", 404, _("There is no such exercise.")


class ExerciseNotAllowed(CoordinationError):
    """They see the exercise, and have another role in it."""

    code, status = "exercise_not_allowed", 403
    title = sentence = _("Your role in this exercise does not allow this.")


# --- what is given ----------------------------------------------------------------------------------------------------
class BadExercise(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_exercise", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class BadMselLine(BadExercise):
    """What is wrong with a line of the MSEL, as a code with arguments, so that it is said in the reader's language."""

    def __init__(self, why: MselDefectCode, detail: str, *, pointer: str, **arguments: str) -> None:
        super().__init__(detail, pointer=pointer)
        self.why, self.arguments = why, arguments


class ExerciseChanged(CoordinationError):
    """A write that is based on an old version would undo what another person has just written."""

    code, status, title = "exercise_changed", 409, "Someone has changed the plan since you read it. Read it again."
    sentence = _("Someone has changed the plan since you read it. Look at it, then do it again.")


class ExerciseNotReady(CoordinationError):
    """Every open point of the plan, each with the place where it is mended."""

    code, status, title = "exercise_not_ready", 422, "The plan has open points."
    sentence = _("The plan has open points. They are listed below.")

    def __init__(self, points: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(points)} open.", pointer=points[0][0] if points else "")
        self.points = points


# --- steps ------------------------------------------------------------------------------------------------------------
class ExerciseStepRefused(CoordinationError):
    """A step that the state of an exercise does not allow."""

    status = 409


class ExerciseIsPlanned(ExerciseStepRefused):
    code = "exercise_is_planned"
    title = sentence = _("The exercise is still being planned.")


class ExerciseIsReady(ExerciseStepRefused):
    code = "exercise_is_ready"
    title = sentence = _("The exercise is ready already.")


class ExerciseHasBegun(ExerciseStepRefused):
    code = "exercise_has_begun"
    title = sentence = _("The exercise has begun: its plan stays as it was.")


class ExerciseHasEnded(ExerciseStepRefused):
    code = "exercise_has_ended"
    title = sentence = _("The exercise has ended.")


class ExerciseIsCanceled(ExerciseStepRefused):
    code = "exercise_is_canceled"
    title = sentence = _("The exercise was canceled.")


class InvitationAnswered(ExerciseStepRefused):
    code = "invitation_answered"
    title = sentence = _("The organization takes part already.")
