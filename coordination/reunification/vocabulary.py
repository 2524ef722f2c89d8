"""The closed lists of students and guardians in a reunification. Values are stored; docs/vocabulary.md. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class StudentState(Labelled):
    """Where a student is (Standard Reunification Method); `self_evacuated` is ours: children run."""

    NOT_EVACUATED = "not_evacuated", _("Still at the school")
    IN_TRANSIT = "in_transit", _("On a bus")
    ARRIVED = "arrived", _("Arrived")
    IN_ASSEMBLY = "in_assembly", _("In student assembly")
    REQUESTED = "requested", _("Asked for")
    PULLED = "pulled", _("On the way to the family")
    AT_REUNIFICATION = "at_reunification", _("At the reunification area")
    RELEASED = "released", pgettext("student", "Released")
    MEDICAL_TRANSPORTED = "medical_transported", _("Taken to a hospital")
    WITH_LAW_ENFORCEMENT = "with_law_enforcement", _("With law enforcement")
    ABSENT_THAT_DAY = "absent_that_day", _("Absent that day")
    SELF_RELEASED = "self_released", _("Left by their own right")
    LEFT_BEFORE = "left_before", _("Picked up before")
    MISSING = "missing", pgettext("student", "Missing")
    DECEASED_NOTIFICATION = "deceased_notification", _("Family is told in person")
    HELD_CUSTODY_ISSUE = "held_custody_issue", _("Held: custody")
    DECLINED_BY_STUDENT = "declined_by_student", _("The student declined")
    SELF_EVACUATED = "self_evacuated", _("Left on their own")


class StudentStep(Labelled):
    """What moves a student. In the order in which they are offered."""

    BOARD = "board", _("On a bus")
    ARRIVE = "arrive", _("Arrived")
    ASSEMBLE = "assemble", _("In student assembly")
    REQUEST = "request", _("Asked for")
    PULL = "pull", _("Fetched")
    BRING = "bring", _("At the reunification area")
    RELEASE = "release", _("Release")
    DECLINE = "decline", _("The student declines")
    TAKE_BACK = "take_back", _("Back to assembly")
    HOLD = "hold", _("Hold")
    LIFT_HOLD = "lift_hold", _("End the hold")
    REPORT_RUN = "report_run", _("Left on their own")
    CONFIRM_RUN = "confirm_run", _("Confirmed where they are")
    MARK_MISSING = "mark_missing", pgettext("student", "Missing")
    MARK_ABSENT = "mark_absent", _("Absent today")
    MARK_PRESENT = "mark_present", _("Present after all")
    NOTE_LEFT_BEFORE = "note_left_before", _("Picked up before")
    RELEASE_SELF = "release_self", _("Leaves by their own right")
    TAKE_TO_HOSPITAL = "take_to_hospital", _("Taken to a hospital")
    HAND_TO_POLICE = "hand_to_police", _("With law enforcement")
    NOTIFY_DEATH = "notify_death", _("Family is told in person")
    RETURN = "return", _("Came back")


class PickUpState(Labelled):
    """What has become of an adult who came for a child."""

    WAITING = "waiting", _("Cleared, waits for the child")
    SUPERVISOR = "supervisor", _("With the director")
    HELD = "held", pgettext("pick-up", "Held")
    REFUSED = "refused", pgettext("pick-up", "Refused")
    DONE = "done", _("Has the child")


class IdKind(Labelled):
    """Which photo ID an adult has shown. Its number is not written down."""

    DRIVER_LICENSE = "driver_license", _("Driver license")
    STATE_ID = "state_id", _("State ID card")
    PASSPORT = "passport", _("Passport")
    CONSULAR_ID = "consular_id", _("Consular ID")
    MILITARY_ID = "military_id", _("Military ID")
    OTHER_PHOTO_ID = "other_photo_id", _("Other photo ID")
    NONE = "none", _("No photo ID")


class ChildAnswer(Labelled):
    """What a child says, asked whether they are comfortable going with an adult."""

    YES = "yes", pgettext("the child is comfortable", "Yes")
    NO = "no", pgettext("the child is comfortable", "No")


class WhyAsked(Labelled):
    """Why the director decides on a pick-up."""

    NOT_LISTED = "not_listed", _("Not among the adults who may pick up")
    NO_PHOTO_ID = "no_photo_id", _("No photo ID")
    ASKED_TWICE = "asked_twice", _("Another adult has come for this child")
    NOT_TO_BE_ASKED = "not_to_be_asked", _("The child is not to be handed over now")
    RESTRICTION = "restriction", _("A restriction has to be read")
    DECLINED = "declined", _("The student declined")


class NoForecast(Labelled):
    """Why it is not said when a reunification is done."""

    NONE_LEFT = "none_left", _("Every student is accounted for.")
    NOT_OPEN = "not_open", _("Nothing is handed over now.")
    TOO_EARLY = "too_early", _("It cannot be told yet when it is done: less than 15 minutes since the first child.")
    TOO_FEW = "too_few", _("It cannot be told when it is done: too few in the last 15 minutes.")
    TOO_FAR = "too_far", _("It cannot be told when it is done: at this pace more than 12 hours.")
