"""What can go wrong with an evaluation, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError


class EvaluationNotAllowed(CoordinationError):
    """They read the evaluation, and do not write it."""

    code, status, title = "evaluation_not_allowed", 403, "Your role in this exercise does not write its evaluation."


class ExerciseNotBegun(CoordinationError):
    code, status, title = "exercise_not_begun", 409, "The exercise has not begun. There is nothing to rate yet."


class TaskNotInExercise(CoordinationError):
    """The pointer names the field."""

    code, status, title = "task_not_in_exercise", 422, "This exercise has no such task."


class CapabilityNotInObjective(CoordinationError):
    code, status, title = "capability_not_in_objective", 422, "This objective has no such capability."


class BadEvaluation(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_evaluation", 422, "Something is missing, or cannot be."


class EvaluationPhotoRefused(CoordinationError):
    code, status, title = "evaluation_photo_refused", 422, "This picture cannot be taken."


class EvaluationPhotoNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "evaluation_photo_not_found", 404, "There is no such picture."


class TooManyEvaluationPhotos(CoordinationError):
    code, status, title = "too_many_evaluation_photos", 409, "This exercise has as many pictures as it may have."


class NotAnExercise(CoordinationError):
    """What really happened is not timed here."""

    code, status, title = "not_an_exercise", 409, "This was no exercise."


class HotWashNotOpen(CoordinationError):
    code, status, title = "hot_wash_not_open", 409, "The hot wash is not open."


class HotWashAnsweredAlready(CoordinationError):
    code, status, title = "hot_wash_answered_already", 409, "You have answered already."


class HotWashIsClosed(CoordinationError):
    code, status, title = "hot_wash_is_closed", 409, "The hot wash is closed."
