"""The words of social media alerts. Pure: no Django."""

import enum


class AlertState(enum.StrEnum):
    """Where an alert is on its way; the allowed steps stand in social_alerts.rules.machine."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    DECIDED = "decided"


class AlertStep(enum.StrEnum):
    """What a reviewer does with an alert."""

    BEGIN_REVIEW = "begin_review"
    HAND_BACK = "hand_back"
    DECIDE = "decide"


class AlertDisposition(enum.StrEnum):
    """What a reviewer found an alert to be."""

    DISMISS = "dismiss"
    MONITOR = "monitor"
    TIP = "tip"
    THREAT = "threat"
    IMMEDIATE = "immediate"


# By a step; the last one is what opening an incident says.
BY_STEP = (AlertDisposition.DISMISS, AlertDisposition.MONITOR, AlertDisposition.TIP, AlertDisposition.THREAT)
# Somebody beyond the reviewers was told.
TOLD = (AlertDisposition.TIP, AlertDisposition.THREAT, AlertDisposition.IMMEDIATE)


class AlertMatch(enum.StrEnum):
    """By what a post belongs to a fence."""

    POINT = "point"
    PLACE_TAG = "place_tag"
    TEXT_MENTION = "text_mention"


class AlertRuleState(enum.StrEnum):
    """How far a rule is; an approved one ends by itself on its last day."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ENDED = "ended"


class AlertRuleStep(enum.StrEnum):
    """What is done with a rule."""

    APPROVE = "approve"
    REVIEW = "review"
    RENEW = "renew"
    END = "end"


class AlertWindowKind(enum.StrEnum):
    """What is on while a fence counts."""

    GAME = "game"
    GRADUATION = "graduation"
    OTHER_EVENT = "other_event"
