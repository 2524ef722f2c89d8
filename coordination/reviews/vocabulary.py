"""The closed lists of reviews. Values are what travels and is stored; words stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class IncidentMilestone(Labelled):
    """What is timed of a real incident, from the press or from its opening; in the order in which it should happen."""

    FIRST_SEEN = "first_seen", _("The alert is seen for the first time")
    FIRST_ANSWER = "first_answer", _("The alert is acknowledged for the first time")
    FIRST_UNIT = "first_unit", _("First responder is on scene")
    COMMAND = "command", _("Someone is in command")
    DIRECTIVE = "directive", _("First response action is in force")
    ALL_CLEAR = "all_clear", _("All clear")
    CLOSED = "closed", _("The incident is closed")


class TargetStanding(Labelled):
    """How a response stands before the target that the agreement in force promises."""

    MET = "met", pgettext("target", "Within the target")
    MISSED = "missed", pgettext("target", "Later than the target")
    NOT_CALLED = "not_called", pgettext("target", "Not alerted, and did not come")
    NOT_MEASURED = "not_measured", pgettext("target", "No one on scene by the log")
    NOT_PROMISED = "not_promised", pgettext("target", "No target is promised")


class ReviewScale(Labelled):
    """What each person is asked on a scale of one to five after a real incident; the values are those of exercises."""

    CLARITY = "clarity", _("I knew what I had to do")
    COMMUNICATION = "communication", _("I was told what I needed to know")
    FELT_SAFE = "felt_safe", _("I had what I needed to be safe")


class ReviewState(Labelled):
    """How far a review is. An incident that is open again has no figures until it is closed."""

    OPEN = "open", pgettext("review", "Open")
    SEALED = "sealed", pgettext("review", "Report sealed")
