"""The closed lists of support. Values are what travels and is stored; the words stand in docs/vocabulary.md."""

from enum import StrEnum


class SupportProfession(StrEnum):
    """Who supports people, as the national recommendations count them."""

    COUNSELOR = "counselor"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    NURSE = "nurse"
    OUTSIDE_PARTNER = "outside_partner"


class ReferralUrgency(StrEnum):
    """How soon somebody must be with the student."""

    CRISIS = "crisis"
    URGENT = "urgent"
    ROUTINE = "routine"


class ReferralState(StrEnum):
    """How far a referral is."""

    RECEIVED = "received"
    CONSENT_ASKED = "consent_asked"
    CONSENTED = "consented"
    ASSIGNED = "assigned"
    IN_SUPPORT = "in_support"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Tell whether the team still works on it."""
        return self is not ReferralState.CLOSED

    @property
    def is_waiting(self) -> bool:
        """Tell whether nobody has been with the student yet: the clock runs."""
        return self not in (ReferralState.IN_SUPPORT, ReferralState.CLOSED)


class ReferralStep(StrEnum):
    """What moves a referral."""

    ASK_CONSENT = "ask_consent"
    RECORD_CONSENT = "record_consent"
    REFUSE_CONSENT = "refuse_consent"
    GO_WITHOUT_CONSENT = "go_without_consent"
    ASSIGN = "assign"
    BEGIN_SUPPORT = "begin_support"
    NOTE = "note"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"


class ConsentBy(StrEnum):
    """Who agreed to support, or why nobody had to."""

    PARENT = "parent"
    STUDENT = "student"
    EMERGENCY = "emergency"


class CrisisOrigin(StrEnum):
    """From where a crisis team was called."""

    INCIDENT = "incident"
    REUNIFICATION = "reunification"
    SCHOOL = "school"


class CrisisState(StrEnum):
    """How far a crisis team is."""

    CALLED = "called"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    ENDED = "ended"


class CrisisStep(StrEnum):
    """What moves a crisis team."""

    ACCEPT = "accept"
    ARRIVE = "arrive"
    END = "end"
    CANCEL = "cancel"
    REOPEN = "reopen"


class CrisisRole(StrEnum):
    """Whom a crisis team looks after."""

    STUDENT = "student"
    STAFF = "staff"
    FAMILY = "family"
    RESPONDER = "responder"


class PhysicalExposure(StrEnum):
    """How near somebody was to what happened."""

    THERE = "there"
    NEARBY = "nearby"
    AWAY = "away"


class EmotionalExposure(StrEnum):
    """How near somebody was to those it happened to."""

    CLOSE = "close"
    KNEW_THEM = "knew_them"
    NOT_CLOSE = "not_close"


class CrisisReaction(StrEnum):
    """How somebody reacts."""

    SEVERE = "severe"
    SOME = "some"
    NONE_SEEN = "none_seen"


class InterventionLevel(StrEnum):
    """How much somebody is given: for all, for some, for one."""

    UNIVERSAL = "universal"
    SELECTED = "selected"
    INDICATED = "indicated"


class CrisisRoomUse(StrEnum):
    """What a room is for while a crisis team works."""

    COUNSELING = "counseling"
    SAFE_ROOM = "safe_room"
    FAMILIES = "families"
    STAFF_REST = "staff_rest"
