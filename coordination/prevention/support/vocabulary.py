"""The closed lists of support. Values are what travels and is stored; the words stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class SupportProfession(Labelled):
    """Who supports people, as the national recommendations count them."""

    COUNSELOR = "counselor", _("School counselor")
    PSYCHOLOGIST = "psychologist", _("School psychologist")
    SOCIAL_WORKER = "social_worker", _("School social worker")
    NURSE = "nurse", _("School nurse")
    OUTSIDE_PARTNER = "outside_partner", _("Partner outside the school")


class ReferralUrgency(Labelled):
    """How soon someone must be with the student."""

    CRISIS = "crisis", _("Crisis: within an hour")
    URGENT = "urgent", _("Urgent: by the next school day")
    ROUTINE = "routine", _("Routine: within five school days")


class ReferralState(Labelled):
    """How far a referral is."""

    RECEIVED = "received", pgettext("referral", "Received")
    CONSENT_ASKED = "consent_asked", _("Consent asked for")
    CONSENTED = "consented", _("Consent given")
    ASSIGNED = "assigned", pgettext("referral", "Assigned")
    IN_SUPPORT = "in_support", _("Supported")
    CLOSED = "closed", pgettext("referral", "Closed")

    @property
    def is_open(self) -> bool:
        """Tell whether the team still works on it."""
        return self is not ReferralState.CLOSED

    @property
    def is_waiting(self) -> bool:
        """Tell whether no one has been with the student yet: the clock runs."""
        return self not in (ReferralState.IN_SUPPORT, ReferralState.CLOSED)


class ReferralStep(Labelled):
    """What moves a referral."""

    ASK_CONSENT = "ask_consent", _("Ask for consent")
    RECORD_CONSENT = "record_consent", _("Consent was given")
    REFUSE_CONSENT = "refuse_consent", _("Consent was refused")
    GO_WITHOUT_CONSENT = "go_without_consent", _("Begin without consent: an emergency")
    ASSIGN = "assign", _("Say who supports")
    BEGIN_SUPPORT = "begin_support", _("Support has begun")
    NOTE = "note", _("Write a note")
    WITHDRAW = "withdraw", _("Withdraw the referral")
    CLOSE = "close", _("Close the referral")
    REOPEN = "reopen", _("Reopen the referral")


class ConsentBy(Labelled):
    """Who agreed to support, or why no one had to."""

    PARENT = "parent", _("A parent or guardian")
    STUDENT = "student", _("The student, where state law lets them")
    EMERGENCY = "emergency", _("No one: an emergency")


class CrisisOrigin(Labelled):
    """From where a crisis team was called."""

    INCIDENT = "incident", _("The incident")
    REUNIFICATION = "reunification", _("The reunification")
    SCHOOL = "school", _("The school, without an incident")


class CrisisState(Labelled):
    """How far a crisis team is."""

    CALLED = "called", pgettext("crisis team", "Called")
    ACCEPTED = "accepted", pgettext("crisis team", "Accepted")
    ON_SITE = "on_site", pgettext("crisis team", "On site")
    ENDED = "ended", pgettext("crisis team", "Ended")


class CrisisStep(Labelled):
    """What moves a crisis team."""

    ACCEPT = "accept", _("Accept the call")
    ARRIVE = "arrive", _("The team is there")
    END = "end", _("End the team's work")
    CANCEL = "cancel", _("Cancel the call")
    REOPEN = "reopen", _("Begin again")


class CrisisRole(Labelled):
    """Whom a crisis team looks after."""

    STUDENT = "student", _("Student")
    STAFF = "staff", _("Staff")
    FAMILY = "family", _("Family")
    RESPONDER = "responder", _("Responder")


class PhysicalExposure(Labelled):
    """How near someone was to what happened."""

    THERE = "there", _("Was there, saw or heard it")
    NEARBY = "nearby", _("Was at the school, elsewhere")
    AWAY = "away", _("Was away")


class EmotionalExposure(Labelled):
    """How near someone was to those it happened to."""

    CLOSE = "close", _("Family or close friend")
    KNEW_THEM = "knew_them", _("Knew them")
    NOT_CLOSE = "not_close", _("Did not know them")


class CrisisReaction(Labelled):
    """How someone reacts."""

    SEVERE = "severe", _("Severe: cannot be calmed, or thinks of self-harm")
    SOME = "some", _("Some: crying, shaking, very quiet")
    NONE_SEEN = "none_seen", _("None seen")


class InterventionLevel(Labelled):
    """How much someone is given: for all, for some, for one."""

    UNIVERSAL = "universal", _("Universal (everybody)")
    SELECTED = "selected", _("Selected (small group)")
    INDICATED = "indicated", _("Indicated (one to one)")


class CrisisRoomUse(Labelled):
    """What a room is for while a crisis team works."""

    COUNSELING = "counseling", _("Counseling")
    SAFE_ROOM = "safe_room", _("Safe room")
    FAMILIES = "families", _("Families")
    STAFF_REST = "staff_rest", _("Rest for staff")


class SupportAct(Labelled):
    """What a record says was done, beside steps."""

    REFERRED = "referred", _("Referred")
    CALLED = "called", pgettext("crisis team", "Called")
    ROOM = "room", _("Took a room")
    ROOM_GIVEN = "room_given", _("Gave a room back")
    PERSON = "person", _("Put on the list")
    FOLLOWED_UP = "followed_up", _("Asked how they are")
