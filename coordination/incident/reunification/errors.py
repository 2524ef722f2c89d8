"""What is refused about a reunification in its room. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ReunificationNotFound(CoordinationError):
    code, status, title = "reunification_not_found", 404, _("There is no such reunification in this room.")


class ReunificationIsOpen(CoordinationError):
    """Of a room, of a school outside exercises, or of an incident that is to close."""

    code, status, title = "reunification_is_open", 409, "A reunification is open."
    sentence = _("A reunification is open. Close it first.")


class ReunificationStateRefused(CoordinationError):
    """Paused, not paused, or closed: the title of the problem says which the command asks for."""

    code, status, title = "reunification_state_refused", 409, "The reunification is in another state."
    sentence = _("This cannot be done now: the reunification is paused, goes on, or is closed.")


class NotDirecting(CoordinationError):
    """The director, or command of the school or district, may."""

    code, status, title = "not_directing_reunification", 403, "The director of the reunification decides this."
    sentence = _("The director of the reunification decides this.")


class ReunificationRoleNotAllowed(CoordinationError):
    code, status, title = "reunification_role_not_allowed", 403, "You may not give this role to this person."
    sentence = _("This role is not yours to take or to give, or this person cannot have it.")


class ReunificationRoleHeld(CoordinationError):
    code, status, title = "reunification_role_held", 409, "The person has this role."
    sentence = _("This person has this role already.")


class ReunificationRoleNotFound(CoordinationError):
    code, status, title = "reunification_role_not_found", 404, "There is no such role, or no such participant."
    sentence = _("This role is not given, or this person is not in the incident.")


class ReunificationPlaceRefused(CoordinationError):
    """It is none of the operation's, it is closed, or it is the last one that is open."""

    code, status, title = "reunification_place_refused", 409, "This site of the operation cannot be used or closed."
    sentence = _("This site is closed, is not part of the reunification, or is the last one that is open.")


class SumDoesNotClose(CoordinationError):
    """Say why; then a second person with a command role says why as well."""

    code, status, title = "reunification_sum_open", 409, "The sum does not close: students are not resolved."
    sentence = _("The sum does not close. Two people say why, one after the other.")
