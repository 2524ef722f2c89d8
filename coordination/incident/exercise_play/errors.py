"""What is refused in a room in which an exercise is played, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ExerciseUnderWay(CoordinationError):
    """Closing the room would end the exercise for all, without a word to its director."""

    code, status, title = "exercise_under_way", 409, _("An exercise is played here; its director ends it.")
