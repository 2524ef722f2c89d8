"""What is refused about duplicates, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class DuplicateOfItself(CoordinationError):
    code, status, title = "duplicate_of_itself", 409, _("An incident is not its own duplicate.")


class DuplicateElsewhere(CoordinationError):
    code, status = "duplicate_elsewhere", 409
    title = _("Only two open incidents at one site can be the same emergency.")


class NotOfOneKind(CoordinationError):
    """Promise 10: what is real and what is an exercise never meet."""

    code, status, title = "not_of_one_kind", 409, _("A real incident and an exercise are never the same.")


class MarkedAlready(CoordinationError):
    code, status, title = "duplicate_marked_already", 409, _("One of the two is marked as a duplicate already.")


class AlarmGoesOn(CoordinationError):
    """Further presses must find the alarm that goes on."""

    code, status, title = "alarm_goes_on", 409, _("Its panic alarm is open: mark the other incident as the duplicate.")


class DuplicateNotHere(CoordinationError):
    code, status, title = "duplicate_not_here", 404, _("It is said already that the two are not the same emergency.")
