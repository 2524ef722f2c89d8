"""What can go wrong with threats near schools. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class NearThreatNotFound(CoordinationError):
    """There is none, or it is not the reader's to know of: the two look the same."""

    code, status, title = "near_threat_not_found", 404, _("There is no such threat for you.")


class NoSchoolNear(CoordinationError):
    code, status, title = "no_school_near", 409, "No school lies there that your agreements let you warn."
    sentence = _("No school lies there that your agreements let you warn. Choose a wider radius, or schools by name.")


class AreaNotUsable(CoordinationError):
    """It has fewer than three corners, sides that cross, or is too far across."""

    code, status, title = "near_threat_area_not_usable", 422, _("This area cannot be used.")
    sentence = _("An area has three corners or more, no side that crosses another, and is at most 100 km across.")


class SchoolNotReached(CoordinationError):
    code, status, title = "school_not_reached", 409, "No agreement in force lets you warn one of these schools."
    sentence = _("No agreement in force lets you warn one of these schools.")


class TooManyThreats(CoordinationError):
    """So many that stand at once are not read by anyone."""

    code, status, title = "too_many_near_threats", 409, "As many threats of this agency stand as schools can read."
    sentence = _("Ten threats of this agency stand at once. End one first.")


class NearThreatOver(CoordinationError):
    code, status, title = "near_threat_over", 409, "This threat is over: it has ended, or its time is up."
    sentence = _("This threat is over: it has ended, or its time is up.")


class NotResponsible(CoordinationError):
    code, status, title = "not_responsible", 403, "The school's office and administrators acknowledge it."
    sentence = _("The school's office and administrators acknowledge it.")
