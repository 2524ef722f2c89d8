"""The words of support as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.support.vocabulary import (
    CrisisStep,
    ReferralStep,
)


def acts() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        **ReferralStep.labels(),
        **CrisisStep.labels(),
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
