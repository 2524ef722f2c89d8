"""What can go wrong while an exercise is conducted, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ConductStepRefused(CoordinationError):
    code, status = "conduct_step_refused", 409
    title = sentence = _("The exercise cannot take this step now.")


class ExerciseHasNoRoom(CoordinationError):
    """Only agreements give rooms. An exercise gives a right to none, not even to its director."""

    code, status, title = "exercise_has_no_room", 409, "You may not open an incident at this site."
    sentence = _("You may not open an incident at this site. Someone with an agreement directs it.")


class RealIncidentOpen(CoordinationError):
    """While something real goes on at a site, nothing is played there."""

    code, status, title = "real_incident_open", 409, "A real incident is open at this site."
    sentence = _("A real incident is open at this site. Nothing is played beside it.")


class InjectNotFound(CoordinationError):
    code, status, title = "inject_not_found", 404, _("There is no such inject.")


class InjectRefused(CoordinationError):
    """Its detail says why, and what to do instead."""

    code, status, title = "inject_refused", 409, "This cannot be done with the inject now."
    sentence = _("This cannot be done with the inject now. Look at it again.")


class ConductLacks(CoordinationError):
    """A reason, a pace or words that are needed are missing or too long."""

    code, status, title = "conduct_lacks", 422, "Something is missing or wrong."
    sentence = _("Something is missing or too long. Say why in at most 400 characters.")
