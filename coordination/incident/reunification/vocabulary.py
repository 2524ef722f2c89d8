"""The closed lists of a reunification as its room knows it. Values are what travels; docs/vocabulary.md. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class ReunificationState(Labelled):
    """Whether children are handed over now. A closed one begins no more."""

    OPEN = "open", pgettext("reunification", "Open")
    PAUSED = "paused", pgettext("reunification", "Paused")
    CLOSED = "closed", pgettext("reunification", "Closed")


class ReunificationRole(Labelled):
    """Who does what (Standard Reunification Method); printed on the vest."""

    DIRECTOR = "director", _("Reunification director")
    GREETER = "greeter", _("Greeter")
    CHECKER = "checker", _("Checker")
    ACCOUNTANT = "accountant", _("Student assembly accountant")
    REUNIFIER = "reunifier", _("Reunifier")
    COUNSELOR = "counselor", pgettext("reunification", "Counselor")
    LAW_ENFORCEMENT_LEAD = "law_enforcement_lead", _("Law enforcement lead")
    TRANSPORT = "transport", pgettext("reunification", "Transport")
    HOST = "host", _("Host of the site")


class StudentGroup(Labelled):
    """Where the students of an operation are, in numbers that everyone in the room may read.

    A hold is not told apart from *here*: who waits in the queue must not learn of it, by no number either.
    """

    NOT_YET_HERE = "not_yet_here", _("Not yet here")
    HERE = "here", _("Here")
    REUNITED = "reunited", _("Reunited")
    HOSPITAL = "hospital", _("At a hospital")
    WITH_POLICE = "with_police", _("With the police")
    RAN = "ran", _("Left on their own, not confirmed")
    ELSEWHERE = "elsewhere", _("Accounted for elsewhere")
    MISSING = "missing", pgettext("student", "Missing")
    # Not expected: no part of the sum.
    ABSENT = "absent", _("Absent today")

    @property
    def is_resolved(self) -> bool:
        """Tell whether nothing is left to do for a student in it."""
        return self in RESOLVED


SUMMED = tuple(one for one in StudentGroup if one is not StudentGroup.ABSENT)
RESOLVED = frozenset({StudentGroup.REUNITED, StudentGroup.HOSPITAL, StudentGroup.WITH_POLICE, StudentGroup.ELSEWHERE})
