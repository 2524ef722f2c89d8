"""The words of site assessments. Pure: no Django."""

import enum


class AssessmentState(enum.StrEnum):
    """Where an assessment is on its way; the allowed steps stand in assessments.rules.machine."""

    PLANNING = "planning"
    WALKING = "walking"
    RATING = "rating"
    ADOPTED = "adopted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Tell whether the team still writes in it."""
        return self in (AssessmentState.PLANNING, AssessmentState.WALKING, AssessmentState.RATING)

    @property
    def is_adopted(self) -> bool:
        """Tell whether it counts as done: what agreements open, and what years are compared by."""
        return self in (AssessmentState.ADOPTED, AssessmentState.CLOSED)


class AssessmentStep(enum.StrEnum):
    """What a team does with an assessment."""

    BEGIN_WALK = "begin_walk"
    BEGIN_RATING = "begin_rating"
    ADOPT = "adopt"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class AssessmentRole(enum.StrEnum):
    """A person's role on the team."""

    SCHOOL_ADMINISTRATOR = "school_administrator"
    LAW_ENFORCEMENT = "law_enforcement"
    FIRE = "fire"
    EMERGENCY_MANAGEMENT = "emergency_management"
    FACILITIES = "facilities"
    TECHNOLOGY = "technology"
    MENTAL_HEALTH = "mental_health"
    STAFF = "staff"
    OTHER = "other"


class SecurityLayer(enum.StrEnum):
    """The layers of a site, from outside (CISA K-12 School Security Guide, 3rd edition, 2022)."""

    GROUNDS_PERIMETER = "grounds_perimeter"
    BUILDING_EXTERIOR = "building_exterior"
    BUILDING_INTERIOR = "building_interior"


class SecurityStrategy(enum.StrEnum):
    """What a measure does at a layer (CISA K-12 School Security Guide)."""

    DETECT = "detect"
    DELAY = "delay"
    RESPOND = "respond"


class ChecklistAnswer(enum.StrEnum):
    """What the team found of one line of the checklist."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class FindingKind(enum.StrEnum):
    """What is wrong at a place."""

    DOOR_DOES_NOT_LATCH = "door_does_not_latch"
    DOOR_NOT_LOCKABLE_INSIDE = "door_not_lockable_inside"
    DOOR_WITHOUT_NUMBER = "door_without_number"
    DOOR_PROPPED = "door_propped"
    CAMERA_BLIND_SPOT = "camera_blind_spot"
    RADIO_DEAD_SPOT = "radio_dead_spot"
    ALARM_NOT_NOTICED = "alarm_not_noticed"
    LIGHTING = "lighting"
    SIGHT_LINE = "sight_line"
    FENCE_OR_GATE = "fence_or_gate"
    VISITOR_ENTRY = "visitor_entry"
    MAP_IS_WRONG = "map_is_wrong"
    OTHER = "other"


class FindingState(enum.StrEnum):
    """What became of a finding."""

    OPEN = "open"
    FIXED = "fixed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"

    @property
    def is_settled(self) -> bool:
        """Tell whether no work is left to do."""
        return self in (FindingState.CONFIRMED, FindingState.ACCEPTED)


class FindingStep(enum.StrEnum):
    """What is done with a finding."""

    FIX = "fix"
    CONFIRM = "confirm"
    ACCEPT = "accept"
    REOPEN = "reopen"


class RiskBand(enum.StrEnum):
    """How grave a risk is, from 1 to 125."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


class UpgradeState(enum.StrEnum):
    """What became of an upgrade."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"
    DECLINED = "declined"

    @property
    def is_settled(self) -> bool:
        """Tell whether no work is left to do."""
        return self in (UpgradeState.DONE, UpgradeState.DECLINED)


class UpgradeStep(enum.StrEnum):
    """What is decided about an upgrade."""

    APPROVE = "approve"
    COMPLETE = "complete"
    DECLINE = "decline"
    REOPEN = "reopen"


class AssessmentStanding(enum.StrEnum):
    """Whether a site was assessed in time."""

    MISSING = "missing"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    CURRENT = "current"


class DoorOutcome(enum.StrEnum):
    """The state of an exterior door in the weekly sweep."""

    SECURE = "secure"
    DOES_NOT_LATCH = "does_not_latch"
    PROPPED_OPEN = "propped_open"
    UNLOCKED = "unlocked"
    DAMAGED = "damaged"
    NOT_REACHED = "not_reached"


class CostBand(enum.StrEnum):
    """What mending is likely to cost, in dollars."""

    NONE = "none"
    UNDER_1000 = "under_1000"
    UNDER_10000 = "under_10000"
    UNDER_100000 = "under_100000"
    FROM_100000 = "from_100000"


class OnPlan(enum.StrEnum):
    """Whether responders see a finding on the plan of its floor."""

    NOT = "not"
    DRAFT = "draft"
    PUBLISHED = "published"


class AssessmentDoor(enum.StrEnum):
    """Through which door an assessment was read."""

    PAGE = "page"
    API = "api"
    PHOTO = "photo"
    PRINT = "print"


class PassLayer(enum.StrEnum):
    """The layers of the PASS guidelines (7th edition), from the district to the classroom."""

    DISTRICT_WIDE = "district_wide"
    DIGITAL_INFRASTRUCTURE = "digital_infrastructure"
    CAMPUS_PERIMETER = "campus_perimeter"
    BUILDING_PERIMETER = "building_perimeter"
    CLASSROOM_INTERIOR = "classroom_interior"


class PassComponent(enum.StrEnum):
    """What a protective measure is made of (PASS guidelines)."""

    POLICIES = "policies"
    PEOPLE = "people"
    ARCHITECTURAL = "architectural"
    COMMUNICATION = "communication"
    ACCESS_CONTROL = "access_control"
    VIDEO = "video"
    DETECTION = "detection"


class MeasureState(enum.StrEnum):
    """Whether a protective measure is there."""

    IN_PLACE = "in_place"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
