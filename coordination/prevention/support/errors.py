"""What can go wrong with support, each with a stable code and an HTTP status. No text says whom it is about. Pure."""

from coordination.errors import CoordinationError


# --- who asks ---------------------------------------------------------------------------------------------------------
class ReferralNotFound(CoordinationError):
    """Missing and forbidden look alike: nobody learns that a referral exists."""

    code, status, title = "referral_not_found", 404, "There is no such referral."


class CrisisCallNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "crisis_call_not_found", 404, "There is no such call of a crisis team."


class SupportTeamNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "support_team_not_found", 404, "There is no such support team."


class CrisisCallNotAllowed(CoordinationError):
    code, status, title = "crisis_call_not_allowed", 403, "Only the school, or who commands, calls a crisis team."


# --- what is given ----------------------------------------------------------------------------------------------------
class BadSupport(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_support", 422, "Something is missing, or cannot be."


class NotOnSupportTeam(CoordinationError):
    code, status, title = "not_on_support_team", 422, "Choose somebody of the support team."


class NoSupportTeam(CoordinationError):
    code, status, title = "no_support_team", 409, "Neither the school nor its district has a support team yet."


class CrisisCalledAlready(CoordinationError):
    code, status, title = "crisis_called_already", 409, "A crisis team was called to this incident already."


# --- steps of a referral ----------------------------------------------------------------------------------------------
class ReferralStepRefused(CoordinationError):
    """A step that the state of a referral does not allow."""

    status = 409


class ReferralNeedsConsent(ReferralStepRefused):
    code, title = "referral_needs_consent", "Ask for consent first."


class ReferralAwaitsConsent(ReferralStepRefused):
    code, title = "referral_awaits_consent", "Consent was asked for. Write down the answer first."


class ReferralHasConsent(ReferralStepRefused):
    code, title = "referral_has_consent", "There is consent. Say who supports the student."


class ReferralIsAssigned(ReferralStepRefused):
    code, title = "referral_is_assigned", "Somebody has it. Write down when support began."


class ReferralInSupport(ReferralStepRefused):
    code, title = "referral_in_support", "The student is supported already."


class ReferralIsClosed(ReferralStepRefused):
    code, title = "referral_is_closed", "The referral is closed. Reopen it first."


class ReferralIsOpen(ReferralStepRefused):
    code, title = "referral_is_open", "The referral is open."


class ReferralNotACrisis(ReferralStepRefused):
    code, title = "referral_not_a_crisis", "Only in a crisis does support begin without consent."


class SupportStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "support_step_lacks", 422, "The step needs something more."


# --- steps of a crisis team -------------------------------------------------------------------------------------------
class CrisisStepRefused(CoordinationError):
    """A step that the state of a crisis team does not allow."""

    status = 409


class CrisisNotAccepted(CrisisStepRefused):
    code, title = "crisis_not_accepted", "Nobody has accepted the call yet."


class CrisisAccepted(CrisisStepRefused):
    code, title = "crisis_accepted", "The call was accepted. The team arrives next."


class CrisisOnSite(CrisisStepRefused):
    code, title = "crisis_on_site", "The team is there already."


class CrisisHasEnded(CrisisStepRefused):
    code, title = "crisis_has_ended", "The team's work has ended. Reopen it first."


class CrisisIsOpen(CrisisStepRefused):
    code, title = "crisis_is_open", "The team is at work."
