"""The words of support as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    CrisisState,
    CrisisStep,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)


def professions() -> dict[str, str]:
    return {
        SupportProfession.COUNSELOR: _("School counselor"),
        SupportProfession.PSYCHOLOGIST: _("School psychologist"),
        SupportProfession.SOCIAL_WORKER: _("School social worker"),
        SupportProfession.NURSE: _("School nurse"),
        SupportProfession.OUTSIDE_PARTNER: _("Partner outside the school"),
    }


def urgencies() -> dict[str, str]:
    return {
        ReferralUrgency.CRISIS: _("Crisis: within an hour"),
        ReferralUrgency.URGENT: _("Urgent: by the next school day"),
        ReferralUrgency.ROUTINE: _("Routine: within five school days"),
    }


def states() -> dict[str, str]:
    return {
        ReferralState.RECEIVED: pgettext("referral", "Received"),
        ReferralState.CONSENT_ASKED: _("Consent asked for"),
        ReferralState.CONSENTED: _("Consent given"),
        ReferralState.ASSIGNED: pgettext("referral", "Assigned"),
        ReferralState.IN_SUPPORT: _("Supported"),
        ReferralState.CLOSED: pgettext("referral", "Closed"),
    }


def steps() -> dict[str, str]:
    return {
        ReferralStep.ASK_CONSENT: _("Ask for consent"),
        ReferralStep.RECORD_CONSENT: _("Consent was given"),
        ReferralStep.REFUSE_CONSENT: _("Consent was refused"),
        ReferralStep.GO_WITHOUT_CONSENT: _("Begin without consent: an emergency"),
        ReferralStep.ASSIGN: _("Say who supports"),
        ReferralStep.BEGIN_SUPPORT: _("Support has begun"),
        ReferralStep.NOTE: _("Write a note"),
        ReferralStep.WITHDRAW: _("Withdraw the referral"),
        ReferralStep.CLOSE: _("Close the referral"),
        ReferralStep.REOPEN: _("Reopen the referral"),
    }


def consents() -> dict[str, str]:
    return {
        ConsentBy.PARENT: _("A parent or guardian"),
        ConsentBy.STUDENT: _("The student, where state law lets them"),
        ConsentBy.EMERGENCY: _("Nobody: an emergency"),
    }


def crisis_states() -> dict[str, str]:
    return {
        CrisisState.CALLED: pgettext("crisis team", "Called"),
        CrisisState.ACCEPTED: pgettext("crisis team", "Accepted"),
        CrisisState.ON_SITE: pgettext("crisis team", "On site"),
        CrisisState.ENDED: pgettext("crisis team", "Ended"),
    }


def crisis_steps() -> dict[str, str]:
    return {
        CrisisStep.ACCEPT: _("Accept the call"),
        CrisisStep.ARRIVE: _("The team is there"),
        CrisisStep.END: _("End the team's work"),
        CrisisStep.CANCEL: _("Cancel the call"),
        CrisisStep.REOPEN: _("Begin again"),
    }


def origins() -> dict[str, str]:
    return {
        CrisisOrigin.INCIDENT: _("The incident"),
        CrisisOrigin.REUNIFICATION: _("The reunification"),
        CrisisOrigin.SCHOOL: _("The school, without an incident"),
    }


def roles() -> dict[str, str]:
    return {
        CrisisRole.STUDENT: _("Student"),
        CrisisRole.STAFF: _("Staff"),
        CrisisRole.FAMILY: _("Family"),
        CrisisRole.RESPONDER: _("Responder"),
    }


def physical_exposures() -> dict[str, str]:
    return {
        PhysicalExposure.THERE: _("Was there, saw or heard it"),
        PhysicalExposure.NEARBY: _("Was at the school, elsewhere"),
        PhysicalExposure.AWAY: _("Was away"),
    }


def emotional_exposures() -> dict[str, str]:
    return {
        EmotionalExposure.CLOSE: _("Family or close friend"),
        EmotionalExposure.KNEW_THEM: _("Knew them"),
        EmotionalExposure.NOT_CLOSE: _("Did not know them"),
    }


def reactions() -> dict[str, str]:
    return {
        CrisisReaction.SEVERE: _("Severe: cannot be calmed, or thinks of self-harm"),
        CrisisReaction.SOME: _("Some: crying, shaking, very quiet"),
        CrisisReaction.NONE_SEEN: _("None seen"),
    }


def levels() -> dict[str, str]:
    return {
        InterventionLevel.INDICATED: _("Indicated (one to one)"),
        InterventionLevel.SELECTED: _("Selected (small group)"),
        InterventionLevel.UNIVERSAL: _("Universal (everybody)"),
    }


def room_uses() -> dict[str, str]:
    return {
        CrisisRoomUse.COUNSELING: _("Counseling"),
        CrisisRoomUse.SAFE_ROOM: _("Safe room"),
        CrisisRoomUse.FAMILIES: _("Families"),
        CrisisRoomUse.STAFF_REST: _("Rest for staff"),
    }


def acts() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        **steps(),
        **crisis_steps(),
        "referred": _("Referred"),
        "called": pgettext("crisis team", "Called"),
        "room": _("Took a room"),
        "room_given": _("Gave a room back"),
        "person": _("Put on the list"),
        "followed_up": _("Asked how they are"),
    }


def doors() -> dict[str, str]:
    return {"page": _("page"), "api": _("interface")}


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "not_ones_own_place": _("Nobody puts themself on a team, or lets in whom they asked for."),
        "bad_support": _("Something is missing, or cannot be. Look at each field again."),
        "not_on_support_team": _("Choose somebody of the support team."),
        "no_support_team": _("Neither the school nor its district has a support team yet."),
        "crisis_called_already": _("A crisis team was called to this incident already."),
        "crisis_call_not_allowed": _("Only the school, or who commands, calls a crisis team."),
        "incident_closed": _("The incident is closed."),
        "support_step_lacks": _("Write who, or why."),
        "referral_needs_consent": _("Ask for consent first."),
        "referral_awaits_consent": _("Consent was asked for. Write down the answer first."),
        "referral_has_consent": _("There is consent. Say who supports the student."),
        "referral_is_assigned": _("Somebody has it. Write down when support began."),
        "referral_in_support": _("The student is supported already."),
        "referral_is_closed": _("The referral is closed. Reopen it first."),
        "referral_is_open": _("The referral is open."),
        "referral_not_a_crisis": _("Only in a crisis does support begin without consent."),
        "crisis_not_accepted": _("Nobody has accepted the call yet."),
        "crisis_accepted": _("The call was accepted. The team arrives next."),
        "crisis_on_site": _("The team is there already."),
        "crisis_has_ended": _("The team's work has ended. Begin again first."),
        "crisis_is_open": _("The team is at work."),
    }
    return found.get(code, detail)
