"""The words of site assessments. Pure: no Django."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class AssessmentState(Labelled):
    """Where an assessment is on its way; the allowed steps stand in assessments.rules.machine."""

    PLANNING = "planning", _("Planning")
    WALKING = "walking", _("On the walk")
    RATING = "rating", _("Rating")
    ADOPTED = "adopted", pgettext("assessment", "Adopted")
    CLOSED = "closed", pgettext("assessment", "Closed")
    WITHDRAWN = "withdrawn", pgettext("assessment", "Withdrawn")

    @property
    def takes_writing(self) -> bool:
        """Tell whether the team still writes in it."""
        return self in (AssessmentState.PLANNING, AssessmentState.WALKING, AssessmentState.RATING)

    @property
    def is_adopted(self) -> bool:
        """Tell whether it counts as done: what agreements open, and what years are compared by."""
        return self in (AssessmentState.ADOPTED, AssessmentState.CLOSED)


class AssessmentStep(Labelled):
    """What a team does with an assessment."""

    BEGIN_WALK = "begin_walk", _("Begin the walk")
    BEGIN_RATING = "begin_rating", _("The walk is done")
    ADOPT = "adopt", _("Adopt the assessment")
    CLOSE = "close", _("Close the assessment")
    REOPEN = "reopen", _("Reopen the assessment")
    WITHDRAW = "withdraw", _("Withdraw the assessment")


class AssessmentRole(Labelled):
    """A person's role on the team."""

    SCHOOL_ADMINISTRATOR = "school_administrator", _("School administrator")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    FIRE = "fire", _("Fire")
    EMERGENCY_MANAGEMENT = "emergency_management", _("Emergency management")
    FACILITIES = "facilities", _("Facilities")
    TECHNOLOGY = "technology", _("Technology")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    STAFF = "staff", _("Staff")
    OTHER = "other", pgettext("role", "Other")


class SecurityLayer(Labelled):
    """The layers of a site, from outside (CISA K-12 School Security Guide, 3rd edition, 2022)."""

    GROUNDS_PERIMETER = "grounds_perimeter", _("Grounds perimeter")
    BUILDING_EXTERIOR = "building_exterior", _("Building exterior")
    BUILDING_INTERIOR = "building_interior", _("Building interior")


class SecurityStrategy(Labelled):
    """What a measure does at a layer (CISA K-12 School Security Guide)."""

    DETECT = "detect", _("Detect")
    DELAY = "delay", pgettext("security", "Delay")
    RESPOND = "respond", pgettext("security", "Respond")


class ChecklistAnswer(Labelled):
    """What the team found of one line of the checklist."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class FindingKind(Labelled):
    """What is wrong at a place."""

    DOOR_DOES_NOT_LATCH = "door_does_not_latch", _("Door does not latch")
    DOOR_NOT_LOCKABLE_INSIDE = "door_not_lockable_inside", _("Door cannot be locked from inside")
    DOOR_WITHOUT_NUMBER = "door_without_number", _("Door without a number")
    DOOR_PROPPED = "door_propped", _("Door propped open")
    CAMERA_BLIND_SPOT = "camera_blind_spot", _("Blind spot of the cameras")
    RADIO_DEAD_SPOT = "radio_dead_spot", _("Radio dead spot")
    ALARM_NOT_NOTICED = "alarm_not_noticed", _("Alarm is not noticed")
    LIGHTING = "lighting", _("Lighting")
    SIGHT_LINE = "sight_line", _("Line of sight")
    FENCE_OR_GATE = "fence_or_gate", _("Fence or gate")
    VISITOR_ENTRY = "visitor_entry", _("Visitor entry")
    MAP_IS_WRONG = "map_is_wrong", _("The map is wrong here")
    OTHER = "other", pgettext("finding", "Other")


class FindingState(Labelled):
    """What became of a finding."""

    OPEN = "open", pgettext("finding", "Open")
    FIXED = "fixed", _("Mended, to be looked at")
    CONFIRMED = "confirmed", _("Mended and confirmed")
    ACCEPTED = "accepted", _("Risk accepted")

    @property
    def is_settled(self) -> bool:
        """Tell whether no work is left to do."""
        return self in (FindingState.CONFIRMED, FindingState.ACCEPTED)


class FindingStep(Labelled):
    """What is done with a finding."""

    FIX = "fix", _("It is mended")
    CONFIRM = "confirm", _("I looked: it is mended")
    ACCEPT = "accept", _("Accept the risk")
    REOPEN = "reopen", _("Reopen the finding")


class RiskBand(Labelled):
    """How grave a risk is, from 1 to 125."""

    LOW = "low", pgettext("risk", "Low")
    MEDIUM = "medium", pgettext("risk", "Medium")
    HIGH = "high", pgettext("risk", "High")
    VERY_HIGH = "very_high", pgettext("risk", "Very high")


class UpgradeState(Labelled):
    """What became of an upgrade."""

    PROPOSED = "proposed", pgettext("upgrade", "Proposed")
    APPROVED = "approved", pgettext("upgrade", "Approved")
    DONE = "done", pgettext("upgrade", "Done")
    DECLINED = "declined", pgettext("upgrade", "Declined")

    @property
    def is_settled(self) -> bool:
        """Tell whether no work is left to do."""
        return self in (UpgradeState.DONE, UpgradeState.DECLINED)


class UpgradeStep(Labelled):
    """What is decided about an upgrade."""

    APPROVE = "approve", _("Approve the upgrade")
    COMPLETE = "complete", _("The upgrade is in place")
    DECLINE = "decline", _("Decline the upgrade")
    REOPEN = "reopen", _("Reopen the upgrade")


class AssessmentStanding(Labelled):
    """Whether a site was assessed in time."""

    MISSING = "missing", _("Never assessed")
    OVERDUE = "overdue", pgettext("assessment", "Overdue")
    DUE_SOON = "due_soon", pgettext("assessment", "Due soon")
    CURRENT = "current", pgettext("assessment", "In time")


class DoorOutcome(Labelled):
    """The state of an exterior door in the weekly sweep."""

    SECURE = "secure", _("Secure")
    DOES_NOT_LATCH = "does_not_latch", _("Does not latch")
    PROPPED_OPEN = "propped_open", _("Propped open")
    UNLOCKED = "unlocked", _("Unlocked")
    DAMAGED = "damaged", _("Damaged")
    NOT_REACHED = "not_reached", _("Not reached")


class CostBand(Labelled):
    """What mending is likely to cost, in dollars."""

    NONE = "none", _("Nothing")
    UNDER_1000 = "under_1000", _("Under $1,000")
    UNDER_10000 = "under_10000", _("Under $10,000")
    UNDER_100000 = "under_100000", _("Under $100,000")
    FROM_100000 = "from_100000", _("$100,000 or more")


class OnPlan(Labelled):
    """Whether responders see a finding on the plan of its floor."""

    NOT = "not", _("Responders do not see it")
    DRAFT = "draft", _("On a draft of the plan: responders see it once that is published")
    PUBLISHED = "published", _("On the plan: responders see it")


class AssessmentDoor(Labelled):
    """Through which door an assessment was read."""

    PAGE = "page", _("page")
    API = "api", _("interface")
    PHOTO = "photo", _("photo")
    PRINT = "print", _("print")


class PassLayer(Labelled):
    """The layers of the PASS guidelines (7th edition), from the district to the classroom."""

    DISTRICT_WIDE = "district_wide", _("District-wide")
    DIGITAL_INFRASTRUCTURE = "digital_infrastructure", _("Digital infrastructure")
    CAMPUS_PERIMETER = "campus_perimeter", _("Campus perimeter")
    BUILDING_PERIMETER = "building_perimeter", _("Building perimeter")
    CLASSROOM_INTERIOR = "classroom_interior", _("Classroom and interior")


class PassComponent(Labelled):
    """What a protective measure is made of (PASS guidelines)."""

    POLICIES = "policies", _("Policies and procedures")
    PEOPLE = "people", _("People: roles and training")
    ARCHITECTURAL = "architectural", _("Architecture")
    COMMUNICATION = "communication", _("Communication")
    ACCESS_CONTROL = "access_control", _("Access control")
    VIDEO = "video", _("Video")
    DETECTION = "detection", _("Detection and alarms")


class MeasureState(Labelled):
    """Whether a protective measure is there."""

    IN_PLACE = "in_place", _("In place")
    PARTLY = "partly", _("In part")
    MISSING = "missing", _("Missing")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")
