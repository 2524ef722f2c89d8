"""What can go wrong with an exercise as it is planned, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError


class ExerciseNotFound(CoordinationError):
    """Missing and forbidden look alike: nobody learns that an exercise is planned."""

    code, status, title = "exercise_not_found", 404, "There is no such exercise."


class ExerciseNotAllowed(CoordinationError):
    """They see the exercise, and have another role in it."""

    code, status, title = "exercise_not_allowed", 403, "Your role in this exercise does not allow this."
