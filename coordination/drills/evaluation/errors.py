"""What can go wrong with an evaluation, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class EvaluationNotAllowed(CoordinationError):
    """They read the evaluation, and do not write it."""

    code, status = "evaluation_not_allowed", 403
    title = sentence = _("Your role in this exercise does not write its evaluation.")


class ExerciseNotBegun(CoordinationError):
    code, status = "exercise_not_begun", 409
    title = sentence = _("The exercise has not begun. There is nothing to rate yet.")


class TaskNotInExercise(CoordinationError):
    """The pointer names the field."""

    code, status = "task_not_in_exercise", 422
    title = sentence = _("This exercise has no such task.")


class CapabilityNotInObjective(CoordinationError):
    code, status = "capability_not_in_objective", 422
    title = sentence = _("This objective has no such capability.")


class BadEvaluation(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_evaluation", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class EvaluationPhotoRefused(CoordinationError):
    code, status, title = "evaluation_photo_refused", 422, _("This picture cannot be taken.")


class EvaluationPhotoNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "evaluation_photo_not_found", 404, _("There is no such picture.")


class TooManyEvaluationPhotos(CoordinationError):
    code, status, title = "too_many_evaluation_photos", 409, _("This exercise has as many pictures as it may have.")


class NotAnExercise(CoordinationError):
    """What really happened is not timed here."""

    code, status, title = "not_an_exercise", 409, _("This was no exercise.")


class HotWashNotOpen(CoordinationError):
    code, status, title = "hot_wash_not_open", 409, "The hot wash is not open."
    sentence = _("The hot wash is not open. It opens when the exercise ends.")


class HotWashAnsweredAlready(CoordinationError):
    code, status, title = "hot_wash_answered_already", 409, "You have answered already."
    sentence = _("You have answered already. Thank you.")


class HotWashIsClosed(CoordinationError):
    code, status = "hot_wash_is_closed", 409
    title = sentence = _("The hot wash is closed.")
