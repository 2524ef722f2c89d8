"""What is refused about the real-world word, as clients read it. Pure."""

from coordination.errors import CoordinationError


class NotAnExercise(CoordinationError):
    code, status, title = "already_real", 409, "This incident is real already; press the panic alarm."
