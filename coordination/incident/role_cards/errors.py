"""What is refused about role cards in an incident, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class RoleNotHeld(CoordinationError):
    """Another person holds the role, or no one does; or it is not the asker's at all: these look the same."""

    code, status, title = "role_not_held", 403, "You do not hold this role now."
    sentence = _("Another person holds this role now: only who holds it ticks its steps.")


class RoleStepNotFound(CoordinationError):
    code, status, title = "role_step_not_found", 404, "There is no such step on this card."
    sentence = _("This step is not on the card of this incident.")


class StepTickedAlready(CoordinationError):
    code, status, title = "step_ticked_already", 409, "This step is ticked."
    sentence = _("This step is ticked already.")


class StepNotTicked(CoordinationError):
    code, status, title = "step_not_ticked", 409, "This step is not ticked."
    sentence = _("This step is not ticked any more.")


class StandsAsideAlready(CoordinationError):
    code, status, title = "stands_aside_already", 409, "You have said that you cannot hold this role."
    sentence = _("You have said already that you cannot hold this role.")


class DoesNotStandAside(CoordinationError):
    code, status, title = "does_not_stand_aside", 409, "You have not said that you cannot hold this role."
    sentence = _("You have not said that you cannot hold this role.")


class RoleOfMany(CoordinationError):
    """No one stands in for a teacher who cannot: each has their own class."""

    code, status, title = "role_of_many", 409, "Several people hold this role at a time; no deputy steps in."
    sentence = _("Several people hold this role at a time: no deputy steps in.")
