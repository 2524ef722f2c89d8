"""What can go wrong with cases, each with a stable code and an HTTP status. No text says what a case is about. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class CaseNotFound(CoordinationError):
    """Missing and forbidden look alike: no one learns that a case exists."""

    code, status, title = "case_not_found", 404, "There is no such case."


class CaseTeamNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "case_team_not_found", 404, "There is no such team."


class SafetyFlagNotFound(CoordinationError):
    """Missing, lowered, and not open to the asker look alike."""

    code, status, title = "safety_flag_not_found", 404, "There is no such flag."


class PoliceCopyNotFound(CoordinationError):
    code, status, title = "police_copy_not_found", 404, "There is no such paper."


class CaseLeadDecides(CoordinationError):
    code, status = "case_lead_decides", 403
    title = sentence = _("Only an administrator of the team on this case decides that.")


# --- what is given ----------------------------------------------------------------------------------------------------
class BadCase(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_case", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class BadCaseTeam(CoordinationError):
    code, status, title = "bad_case_team", 422, "Something of the team's settings cannot be."
    sentence = _("Something here cannot be: look at the days and the person.")


class NotOnCaseTeam(CoordinationError):
    code, status = "not_on_case_team", 422
    title = sentence = _("Choose someone of the team who has no conflict of interest here.")


class TipHasCase(CoordinationError):
    code, status = "tip_has_case", 409
    title = sentence = _("A case was opened from this tip before.")


class CaseNeedsSomebody(CoordinationError):
    code, status = "case_needs_somebody", 409
    title = sentence = _("No one would be left on the case. Put someone else on it first.")


# --- steps ------------------------------------------------------------------------------------------------------------
class CaseStepRefused(CoordinationError):
    """A step that the state of a case, or what stands in its file, does not allow."""

    status = 409


class CaseNotEvaluated(CaseStepRefused):
    code = "case_not_evaluated"
    title = sentence = _("Evaluate the threat first.")


class CaseEvaluatedAlready(CaseStepRefused):
    code = "case_evaluated_already"
    title = sentence = _("The threat was evaluated. Say now what it is.")


class CaseIsSubstantive(CaseStepRefused):
    code = "case_is_substantive"
    title = sentence = _("The threat is substantive. Respond to it first.")


class CaseRespondedAlready(CaseStepRefused):
    code = "case_responded_already"
    title = sentence = _("The team has responded already.")


class CaseNotVerySerious(CaseStepRefused):
    code = "case_not_very_serious"
    title = sentence = _("A safety evaluation is for very serious threats.")


class CaseNeedsEvaluation(CaseStepRefused):
    code = "case_needs_evaluation"
    title = sentence = _("A very serious threat needs its safety evaluation first.")


class CaseInSafetyEvaluation(CaseStepRefused):
    code = "case_in_safety_evaluation"
    title = sentence = _("The safety evaluation is under way. Its plan comes next.")


class CaseMonitoredAlready(CaseStepRefused):
    code = "case_monitored_already"
    title = sentence = _("The safety plan is monitored already.")


class CaseIsClosed(CaseStepRefused):
    code = "case_is_closed"
    title = sentence = _("The case is closed. Reopen it first.")


class CaseIsSealed(CaseStepRefused):
    code = "case_is_sealed"
    title = sentence = _("The case is sealed. An administrator of its team unseals it.")


class CaseIsOpen(CaseStepRefused):
    code = "case_is_open"
    title = sentence = _("The case is open. Close it first.")


class CaseNotSealed(CaseStepRefused):
    code = "case_not_sealed"
    title = sentence = _("Only a sealed case is unsealed.")


class CaseTeamIncomplete(CaseStepRefused):
    code = "case_team_incomplete"
    title = sentence = _("An administrator and a counselor or psychologist must be on the case before it is decided.")


class ProtectiveMeasureMissing(CaseStepRefused):
    code = "protective_measure_missing"
    title = sentence = _("Write down what protects people first.")


class SafetyPlanMissing(CaseStepRefused):
    code = "safety_plan_missing"
    title = sentence = _("Write the safety plan first.")


class SafetyPlanRuns(CaseStepRefused):
    code = "safety_plan_runs"
    title = sentence = _("End the safety plan first.")


class MentalHealthEvaluationMissing(CaseStepRefused):
    code = "mental_health_evaluation_missing"
    title = sentence = _("The mental health evaluation is not in the file yet.")


class PoliceNotConsulted(CaseStepRefused):
    code = "police_not_consulted"
    title = sentence = _("Consult the police about a very serious threat, and write it down.")


class CaseMeasuresOpen(CaseStepRefused):
    code = "case_measures_open"
    title = sentence = _("A protective measure is not done yet.")


class CaseFlagRaised(CaseStepRefused):
    code = "case_flag_raised"
    title = sentence = _("Lower the flag for responders first.")


class CaseStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "case_step_lacks", 422, "The step needs something more."
    sentence = _("Write why.")
