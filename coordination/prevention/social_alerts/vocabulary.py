"""The words of social media alerts. Pure: no Django."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class AlertState(Labelled):
    """Where an alert is on its way; the allowed steps stand in social_alerts.rules.machine."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", pgettext("alert", "In review")
    DECIDED = "decided", pgettext("alert", "Decided")


class AlertStep(Labelled):
    """What a reviewer does with an alert."""

    BEGIN_REVIEW = "begin_review", _("Begin the review")
    HAND_BACK = "hand_back", _("Hand it back")
    DECIDE = "decide", _("Decide")


class AlertDisposition(Labelled):
    """What a reviewer found an alert to be."""

    DISMISS = "dismiss", _("Dismissed: nothing in it")
    MONITOR = "monitor", _("No action now")
    TIP = "tip", _("Became a tip")
    THREAT = "threat", _("Threat: the police were told")
    IMMEDIATE = "immediate", _("Life threat: an incident was opened")


# By a step; the last one is what opening an incident says.
BY_STEP = (AlertDisposition.DISMISS, AlertDisposition.MONITOR, AlertDisposition.TIP, AlertDisposition.THREAT)
# Someone beyond the reviewers was told.
TOLD = (AlertDisposition.TIP, AlertDisposition.THREAT, AlertDisposition.IMMEDIATE)


class AlertMatch(Labelled):
    """By what a post belongs to a fence."""

    POINT = "point", _("Written inside the fence")
    PLACE_TAG = "place_tag", _("Tagged with the place")
    TEXT_MENTION = "text_mention", _("Names the place")


class AlertRuleState(Labelled):
    """How far a rule is; an approved one ends by itself on its last day."""

    PROPOSED = "proposed", pgettext("rule", "Waits for approval")
    APPROVED = "approved", pgettext("rule", "Approved")
    ENDED = "ended", pgettext("rule", "Ended")


class AlertRuleStep(Labelled):
    """What is done with a rule."""

    APPROVE = "approve", pgettext("rule", "Approve")
    REVIEW = "review", pgettext("rule", "Note the review")
    RENEW = "renew", pgettext("rule", "Renew")
    END = "end", pgettext("rule", "End the rule")


class AlertWindowKind(Labelled):
    """What is on while a fence counts."""

    GAME = "game", _("Game")
    GRADUATION = "graduation", _("Graduation")
    OTHER_EVENT = "other_event", _("Another event")
