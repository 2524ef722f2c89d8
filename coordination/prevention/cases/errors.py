"""What can go wrong with cases, each with a stable code and an HTTP status. No text says what a case is about. Pure."""

from coordination.errors import CoordinationError


# --- who asks ---------------------------------------------------------------------------------------------------------
class CaseNotFound(CoordinationError):
    """Missing and forbidden look alike: nobody learns that a case exists."""

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
    code, status, title = "case_lead_decides", 403, "Only an administrator of the team on this case decides that."


# --- what is given ----------------------------------------------------------------------------------------------------
class BadCase(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_case", 422, "Something is missing, or cannot be."


class BadCaseTeam(CoordinationError):
    code, status, title = "bad_case_team", 422, "Something of the team's settings cannot be."


class NotOnCaseTeam(CoordinationError):
    code, status, title = "not_on_case_team", 422, "Choose somebody of the team who has no conflict of interest here."


class TipHasCase(CoordinationError):
    code, status, title = "tip_has_case", 409, "A case was opened from this tip before."


class CaseNeedsSomebody(CoordinationError):
    code, status, title = "case_needs_somebody", 409, "Nobody would be left on the case. Put somebody else on it first."


# --- steps ------------------------------------------------------------------------------------------------------------
class CaseStepRefused(CoordinationError):
    """A step that the state of a case, or what stands in its file, does not allow."""

    status = 409


class CaseNotEvaluated(CaseStepRefused):
    code, title = "case_not_evaluated", "Evaluate the threat first."


class CaseEvaluatedAlready(CaseStepRefused):
    code, title = "case_evaluated_already", "The threat was evaluated. Say now what it is."


class CaseIsSubstantive(CaseStepRefused):
    code, title = "case_is_substantive", "The threat is substantive. Respond to it first."


class CaseRespondedAlready(CaseStepRefused):
    code, title = "case_responded_already", "The team has responded already."


class CaseNotVerySerious(CaseStepRefused):
    code, title = "case_not_very_serious", "A safety evaluation is for very serious threats."


class CaseNeedsEvaluation(CaseStepRefused):
    code, title = "case_needs_evaluation", "A very serious threat needs its safety evaluation first."


class CaseInSafetyEvaluation(CaseStepRefused):
    code, title = "case_in_safety_evaluation", "The safety evaluation is under way. Its plan comes next."


class CaseMonitoredAlready(CaseStepRefused):
    code, title = "case_monitored_already", "The safety plan is monitored already."


class CaseIsClosed(CaseStepRefused):
    code, title = "case_is_closed", "The case is closed. Reopen it first."


class CaseIsSealed(CaseStepRefused):
    code, title = "case_is_sealed", "The case is sealed. An administrator of its team unseals it."


class CaseIsOpen(CaseStepRefused):
    code, title = "case_is_open", "The case is open. Close it first."


class CaseNotSealed(CaseStepRefused):
    code, title = "case_not_sealed", "Only a sealed case is unsealed."


class CaseTeamIncomplete(CaseStepRefused):
    code = "case_team_incomplete"
    title = "An administrator and a counselor or psychologist must be on the case before it is decided."


class ProtectiveMeasureMissing(CaseStepRefused):
    code, title = "protective_measure_missing", "Write down what protects people first."


class SafetyPlanMissing(CaseStepRefused):
    code, title = "safety_plan_missing", "Write the safety plan first."


class SafetyPlanRuns(CaseStepRefused):
    code, title = "safety_plan_runs", "End the safety plan first."


class MentalHealthEvaluationMissing(CaseStepRefused):
    code, title = "mental_health_evaluation_missing", "The mental health evaluation is not in the file yet."


class PoliceNotConsulted(CaseStepRefused):
    code, title = "police_not_consulted", "Consult the police about a very serious threat, and write it down."


class CaseMeasuresOpen(CaseStepRefused):
    code, title = "case_measures_open", "A protective measure is not done yet."


class CaseFlagRaised(CaseStepRefused):
    code, title = "case_flag_raised", "Lower the flag for responders first."


class CaseStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "case_step_lacks", 422, "The step needs something more."
