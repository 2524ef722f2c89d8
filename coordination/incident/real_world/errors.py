"""What is refused about the real-world word, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class NotAnExercise(CoordinationError):
    code, status, title = "already_real", 409, _("This incident is real already; press the panic alarm.")
