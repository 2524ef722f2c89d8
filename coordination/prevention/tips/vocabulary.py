"""The words of anonymous tips. Pure: no Django."""

import enum


class TipCategory(enum.StrEnum):
    """What a tip is about, as the reporter says it."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    PLANNED_ATTACK = "planned_attack"
    WEAPON = "weapon"
    THREAT = "threat"
    FIGHT = "fight"
    BULLYING = "bullying"
    CYBERBULLYING = "cyberbullying"
    HARASSMENT = "harassment"
    ABUSE = "abuse"
    DRUGS = "drugs"
    UNSAFE_PLACE = "unsafe_place"
    OTHER = "other"


class TipPriority(enum.StrEnum):
    """How soon somebody has to acknowledge a tip."""

    CRITICAL = "critical"
    URGENT = "urgent"
    ROUTINE = "routine"


class TipState(enum.StrEnum):
    """Where a tip is on its way; the allowed steps stand in tips.rules.machine."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    DISPOSED = "disposed"
    DUPLICATE = "duplicate"
    FALSE = "false"
    TEST = "test"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self not in ENDED

    @property
    def is_waiting(self) -> bool:
        """Tell whether the clock runs: nobody has acknowledged the tip."""
        return self in (TipState.RECEIVED, TipState.TRIAGED, TipState.SENT)


ENDED = frozenset((TipState.DISPOSED, TipState.DUPLICATE, TipState.FALSE, TipState.TEST))


class TipStep(enum.StrEnum):
    """What the team does with a tip."""

    TRIAGE = "triage"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    BEGIN = "begin"
    DISPOSE = "dispose"
    LINK_DUPLICATE = "link_duplicate"
    MARK_FALSE = "mark_false"
    MARK_TEST = "mark_test"
    REOPEN = "reopen"


class TipDisposition(enum.StrEnum):
    """What was done: every tip that is not a duplicate, false or a test ends in one."""

    SAFETY_PLAN = "safety_plan"
    THREAT_ASSESSMENT = "threat_assessment"
    COUNSELING = "counseling"
    MEDICAL_HELP = "medical_help"
    FAMILY_CONTACTED = "family_contacted"
    PROTECTIVE_SERVICES = "protective_services"
    DISCIPLINE = "discipline"
    POLICE_ACTION = "police_action"
    PLACE_MADE_SAFE = "place_made_safe"
    NOTHING_FOUND = "nothing_found"
    TOO_LITTLE_KNOWN = "too_little_known"


class TipReceiver(enum.StrEnum):
    """To whom a tip is sent."""

    SCHOOL = "school"
    POLICE = "police"


class TrainingAudience(enum.StrEnum):
    """Who was taught how to give a tip."""

    STUDENTS = "students"
    STAFF = "staff"
    FAMILIES = "families"
