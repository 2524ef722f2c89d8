"""What can go wrong with support, each with a stable code and an HTTP status. No text says whom it is about. Pure."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_refusal,
    declare_step_lack,
    declare_step_refusal,
)
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
ReferralNotFound = declare_not_found("referral_not_found", "There is no such referral.")
CrisisCallNotFound = declare_not_found("crisis_call_not_found", "There is no such call of a crisis team.")
SupportTeamNotFound = declare_not_found("support_team_not_found", "There is no such support team.")
CrisisCallNotAllowed = declare_refusal(
    "crisis_call_not_allowed", 403, _("Only the school, or who commands, calls a crisis team.")
)

# --- what is given ----------------------------------------------------------------------------------------------------
BadSupport = declare_fault("bad_support")
NotOnSupportTeam = declare_refusal("not_on_support_team", 422, _("Choose someone of the support team."))
NoSupportTeam = declare_refusal(
    "no_support_team", 409, _("Neither the school nor its district has a support team yet.")
)
CrisisCalledAlready = declare_refusal(
    "crisis_called_already", 409, _("A crisis team was called to this incident already.")
)

# --- steps of a referral ----------------------------------------------------------------------------------------------
ReferralNeedsConsent = declare_step_refusal("referral_needs_consent", _("Ask for consent first."))
ReferralAwaitsConsent = declare_step_refusal(
    "referral_awaits_consent", _("Consent was asked for. Write down the answer first.")
)
ReferralHasConsent = declare_step_refusal("referral_has_consent", _("There is consent. Say who supports the student."))
ReferralIsAssigned = declare_step_refusal("referral_is_assigned", _("Someone has it. Write down when support began."))
ReferralInSupport = declare_step_refusal("referral_in_support", _("The student is supported already."))
ReferralIsClosed = declare_step_refusal("referral_is_closed", _("The referral is closed. Reopen it first."))
ReferralIsOpen = declare_step_refusal("referral_is_open", _("The referral is open."))
ReferralNotACrisis = declare_step_refusal(
    "referral_not_a_crisis", _("Only in a crisis does support begin without consent.")
)
SupportStepLacks = declare_step_lack("support_step_lacks", _("Write who, or why."))

# --- steps of a crisis team -------------------------------------------------------------------------------------------
CrisisNotAccepted = declare_step_refusal("crisis_not_accepted", _("No one has accepted the call yet."))
CrisisAccepted = declare_step_refusal("crisis_accepted", _("The call was accepted. The team arrives next."))
CrisisOnSite = declare_step_refusal("crisis_on_site", _("The team is there already."))
CrisisHasEnded = declare_step_refusal(
    "crisis_has_ended",
    _("The team's work has ended. Begin again first."),
    title="The team's work has ended. Reopen it first.",
)
CrisisIsOpen = declare_step_refusal("crisis_is_open", _("The team is at work."))
