"""What is refused about duplicates, as clients read it. Pure."""

from coordination.errors import CoordinationError


class DuplicateOfItself(CoordinationError):
    code, status, title = "duplicate_of_itself", 409, "An incident is not its own duplicate."


class DuplicateElsewhere(CoordinationError):
    code, status, title = "duplicate_elsewhere", 409, "Only two open incidents at one site can be the same emergency."


class NotOfOneKind(CoordinationError):
    """Promise 10: what is real and what is an exercise never meet."""

    code, status, title = "not_of_one_kind", 409, "A real incident and an exercise are never the same."


class MarkedAlready(CoordinationError):
    code, status, title = "duplicate_marked_already", 409, "One of the two is marked as a duplicate already."


class AlarmGoesOn(CoordinationError):
    """Further presses must find the alarm that goes on."""

    code, status, title = "alarm_goes_on", 409, "Its panic alarm is open: mark the other incident as the duplicate."


class DuplicateNotHere(CoordinationError):
    code, status, title = "duplicate_not_here", 404, "It is said already that the two are not the same emergency."
