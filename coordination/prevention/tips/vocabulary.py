"""The words of anonymous tips. Pure: no Django."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class TipCategory(Labelled):
    """What a tip is about, as the reporter says it."""

    SUICIDE = "suicide", _("Someone may take their own life")
    SELF_HARM = "self_harm", _("Someone hurts themselves")
    PLANNED_ATTACK = "planned_attack", _("Someone plans to attack")
    WEAPON = "weapon", _("A weapon")
    THREAT = "threat", _("A threat")
    FIGHT = "fight", _("A fight")
    BULLYING = "bullying", _("Bullying")
    CYBERBULLYING = "cyberbullying", _("Bullying online")
    HARASSMENT = "harassment", _("Harassment or hate")
    ABUSE = "abuse", _("Someone is abused or neglected")
    DRUGS = "drugs", _("Drugs, alcohol or vaping")
    UNSAFE_PLACE = "unsafe_place", _("A place that is not safe")
    OTHER = "other", _("Something else")


class TipPriority(Labelled):
    """How soon someone has to acknowledge a tip."""

    CRITICAL = "critical", _("Critical")
    URGENT = "urgent", _("Urgent")
    ROUTINE = "routine", _("Routine")


class TipState(Labelled):
    """Where a tip is on its way; the allowed steps stand in tips.rules.machine."""

    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Triaged")
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", pgettext("tip", "Acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    DISPOSED = "disposed", _("Disposed")
    DUPLICATE = "duplicate", _("Duplicate")
    FALSE = "false", _("False")
    TEST = "test", _("Test")

    @property
    def is_open(self) -> bool:
        """Tell whether someone still has to do something."""
        return self not in ENDED

    @property
    def is_waiting(self) -> bool:
        """Tell whether the clock runs: no one has acknowledged the tip."""
        return self in (TipState.RECEIVED, TipState.TRIAGED, TipState.SENT)


ENDED = frozenset((TipState.DISPOSED, TipState.DUPLICATE, TipState.FALSE, TipState.TEST))


class TipStep(Labelled):
    """What the team does with a tip."""

    TRIAGE = "triage", _("Set priority")
    SEND = "send", _("Send to its receivers")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    BEGIN = "begin", _("Begin work")
    DISPOSE = "dispose", _("Dispose")
    LINK_DUPLICATE = "link_duplicate", _("Link as a duplicate")
    MARK_FALSE = "mark_false", _("Mark as false")
    MARK_TEST = "mark_test", _("Mark as a test")
    REOPEN = "reopen", _("Reopen")


class TipDisposition(Labelled):
    """What was done: every tip that is not a duplicate, false or a test ends in one."""

    SAFETY_PLAN = "safety_plan", _("A safety plan was made")
    THREAT_ASSESSMENT = "threat_assessment", _("Given to the threat assessment team")
    COUNSELING = "counseling", _("Counseling was offered")
    MEDICAL_HELP = "medical_help", _("Medical help was called")
    FAMILY_CONTACTED = "family_contacted", _("The family was contacted")
    PROTECTIVE_SERVICES = "protective_services", _("Reported to protective services")
    DISCIPLINE = "discipline", _("School discipline")
    POLICE_ACTION = "police_action", _("The police acted")
    PLACE_MADE_SAFE = "place_made_safe", _("The place was made safe")
    NOTHING_FOUND = "nothing_found", _("Looked into, nothing found")
    TOO_LITTLE_KNOWN = "too_little_known", _("Too little is known to act")


class TipMark(Labelled):
    """What stands out of a tip in a list, beside its state and priority."""

    LIFE_THREAT = "life_threat", _("Life threat")
    NOW = "now", _("Now")
    FLOOD = "flood", _("Flood")
    REPORTER_WROTE = "reporter_wrote", _("Reporter wrote")


class TipDoor(Labelled):
    """By which door a tip is read, beside its page and the interface."""

    PHOTO = "photo", _("photo")


class TipReceiver(Labelled):
    """To whom a tip is sent."""

    SCHOOL = "school", _("The school's team")
    POLICE = "police", _("Police")
