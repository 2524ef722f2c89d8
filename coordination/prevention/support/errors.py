"""What can go wrong with support, each with a stable code and an HTTP status. No text says whom it is about. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class ReferralNotFound(CoordinationError):
    """Missing and forbidden look alike: no one learns that a referral exists."""

    code, status, title = "referral_not_found", 404, "There is no such referral."


class CrisisCallNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "crisis_call_not_found", 404, "There is no such call of a crisis team."


class SupportTeamNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "support_team_not_found", 404, "There is no such support team."


class CrisisCallNotAllowed(CoordinationError):
    code, status = "crisis_call_not_allowed", 403
    title = sentence = _("Only the school, or who commands, calls a crisis team.")


# --- what is given ----------------------------------------------------------------------------------------------------
class BadSupport(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_support", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class NotOnSupportTeam(CoordinationError):
    code, status = "not_on_support_team", 422
    title = sentence = _("Choose someone of the support team.")


class NoSupportTeam(CoordinationError):
    code, status = "no_support_team", 409
    title = sentence = _("Neither the school nor its district has a support team yet.")


class CrisisCalledAlready(CoordinationError):
    code, status = "crisis_called_already", 409
    title = sentence = _("A crisis team was called to this incident already.")


# --- steps of a referral ----------------------------------------------------------------------------------------------
class ReferralStepRefused(CoordinationError):
    """A step that the state of a referral does not allow."""

    status = 409


class ReferralNeedsConsent(ReferralStepRefused):
    code = "referral_needs_consent"
    title = sentence = _("Ask for consent first.")


class ReferralAwaitsConsent(ReferralStepRefused):
    code = "referral_awaits_consent"
    title = sentence = _("Consent was asked for. Write down the answer first.")


class ReferralHasConsent(ReferralStepRefused):
    code = "referral_has_consent"
    title = sentence = _("There is consent. Say who supports the student.")


class ReferralIsAssigned(ReferralStepRefused):
    code = "referral_is_assigned"
    title = sentence = _("Someone has it. Write down when support began.")


class ReferralInSupport(ReferralStepRefused):
    code = "referral_in_support"
    title = sentence = _("The student is supported already.")


class ReferralIsClosed(ReferralStepRefused):
    code = "referral_is_closed"
    title = sentence = _("The referral is closed. Reopen it first.")


class ReferralIsOpen(ReferralStepRefused):
    code = "referral_is_open"
    title = sentence = _("The referral is open.")


class ReferralNotACrisis(ReferralStepRefused):
    code = "referral_not_a_crisis"
    title = sentence = _("Only in a crisis does support begin without consent.")


class SupportStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "support_step_lacks", 422, "The step needs something more."
    sentence = _("Write who, or why.")


# --- steps of a crisis team -------------------------------------------------------------------------------------------
class CrisisStepRefused(CoordinationError):
    """A step that the state of a crisis team does not allow."""

    status = 409


class CrisisNotAccepted(CrisisStepRefused):
    code = "crisis_not_accepted"
    title = sentence = _("No one has accepted the call yet.")


class CrisisAccepted(CrisisStepRefused):
    code = "crisis_accepted"
    title = sentence = _("The call was accepted. The team arrives next.")


class CrisisOnSite(CrisisStepRefused):
    code = "crisis_on_site"
    title = sentence = _("The team is there already.")


class CrisisHasEnded(CrisisStepRefused):
    code, title = "crisis_has_ended", "The team's work has ended. Reopen it first."
    sentence = _("The team's work has ended. Begin again first.")


class CrisisIsOpen(CrisisStepRefused):
    code = "crisis_is_open"
    title = sentence = _("The team is at work.")
