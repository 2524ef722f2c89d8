"""The functions of ICS beside command: what they are called, and how one comes to hold one. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class StaffFunction(Labelled):
    """Command staff and general staff of ICS, and what operations is divided into."""

    OPERATIONS = "operations", pgettext("ics", "Operations section")
    PLANNING = "planning", pgettext("ics", "Planning section")
    LOGISTICS = "logistics", pgettext("ics", "Logistics section")
    FINANCE = "finance", pgettext("ics", "Finance and administration section")
    SAFETY = "safety", pgettext("ics", "Safety officer")
    PUBLIC_INFORMATION = "public_information", pgettext("ics", "Public information officer")
    LIAISON = "liaison", pgettext("ics", "Liaison officer")
    BRANCH = "branch", pgettext("ics", "Branch")
    DIVISION = "division", pgettext("ics", "Division")
    GROUP = "group", pgettext("ics", "Group")


# Named by command or operations, as many as are needed; each other function is there once.
SUBDIVISIONS = frozenset({StaffFunction.BRANCH, StaffFunction.DIVISION, StaffFunction.GROUP})


class FunctionBasis(Labelled):
    """How the holder of a function came to hold it."""

    CLAIMED = "claimed", pgettext("ics", "took it")
    APPOINTED = "appointed", pgettext("ics", "appointed")
    HANDED_OVER = "handed_over", pgettext("ics", "handed over")


class FunctionEnd(Labelled):
    """How a function became vacant."""

    RELEASED = "released", pgettext("ics", "gave it up")
    RELIEVED = "relieved", pgettext("ics", "relieved")
    LEFT_ROOM = "left_room", pgettext("ics", "left the incident")
    REMOVED = "removed", pgettext("ics", "removed from the incident")
    ACCESS_ENDED = "access_ended", pgettext("ics", "access ended")
