"""What can go wrong with cases, each with a stable code and an HTTP status. No text says what a case is about. Pure."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_refusal,
    declare_step_lack,
    declare_step_refusal,
)
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
CaseNotFound = declare_not_found("case_not_found", "There is no such case.")
CaseTeamNotFound = declare_not_found("case_team_not_found", "There is no such team.")
# Missing, lowered, and not open to the asker look alike.
SafetyFlagNotFound = declare_not_found("safety_flag_not_found", "There is no such flag.")
PoliceCopyNotFound = declare_not_found("police_copy_not_found", "There is no such paper.")
CaseLeadDecides = declare_refusal(
    "case_lead_decides", 403, _("Only an administrator of the team on this case decides that.")
)

# --- what is given ----------------------------------------------------------------------------------------------------
BadCase = declare_fault("bad_case")
BadCaseTeam = declare_refusal(
    "bad_case_team",
    422,
    _("Something here cannot be: look at the days and the person."),
    title="Something of the team's settings cannot be.",
)
NotOnCaseTeam = declare_refusal(
    "not_on_case_team", 422, _("Choose someone of the team who has no conflict of interest here.")
)
TipHasCase = declare_refusal("tip_has_case", 409, _("A case was opened from this tip before."))
CaseNeedsSomebody = declare_refusal(
    "case_needs_somebody", 409, _("No one would be left on the case. Put someone else on it first.")
)

# --- steps ------------------------------------------------------------------------------------------------------------
CaseNotEvaluated = declare_step_refusal("case_not_evaluated", _("Evaluate the threat first."))
CaseEvaluatedAlready = declare_step_refusal(
    "case_evaluated_already", _("The threat was evaluated. Say now what it is.")
)
CaseIsSubstantive = declare_step_refusal("case_is_substantive", _("The threat is substantive. Respond to it first."))
CaseRespondedAlready = declare_step_refusal("case_responded_already", _("The team has responded already."))
CaseNotVerySerious = declare_step_refusal(
    "case_not_very_serious", _("A safety evaluation is for very serious threats.")
)
CaseNeedsEvaluation = declare_step_refusal(
    "case_needs_evaluation", _("A very serious threat needs its safety evaluation first.")
)
CaseInSafetyEvaluation = declare_step_refusal(
    "case_in_safety_evaluation", _("The safety evaluation is under way. Its plan comes next.")
)
CaseMonitoredAlready = declare_step_refusal("case_monitored_already", _("The safety plan is monitored already."))
CaseIsClosed = declare_step_refusal("case_is_closed", _("The case is closed. Reopen it first."))
CaseIsSealed = declare_step_refusal("case_is_sealed", _("The case is sealed. An administrator of its team unseals it."))
CaseIsOpen = declare_step_refusal("case_is_open", _("The case is open. Close it first."))
CaseNotSealed = declare_step_refusal("case_not_sealed", _("Only a sealed case is unsealed."))
CaseTeamIncomplete = declare_step_refusal(
    "case_team_incomplete",
    _("An administrator and a counselor or psychologist must be on the case before it is decided."),
)
ProtectiveMeasureMissing = declare_step_refusal(
    "protective_measure_missing", _("Write down what protects people first.")
)
SafetyPlanMissing = declare_step_refusal("safety_plan_missing", _("Write the safety plan first."))
SafetyPlanRuns = declare_step_refusal("safety_plan_runs", _("End the safety plan first."))
MentalHealthEvaluationMissing = declare_step_refusal(
    "mental_health_evaluation_missing", _("The mental health evaluation is not in the file yet.")
)
PoliceNotConsulted = declare_step_refusal(
    "police_not_consulted", _("Consult the police about a very serious threat, and write it down.")
)
CaseMeasuresOpen = declare_step_refusal("case_measures_open", _("A protective measure is not done yet."))
CaseFlagRaised = declare_step_refusal("case_flag_raised", _("Lower the flag for responders first."))
CaseStepLacks = declare_step_lack("case_step_lacks", _("Write why."))
