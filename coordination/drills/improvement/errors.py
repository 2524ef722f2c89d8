"""What can go wrong with reports and corrective actions, each with a stable code and an HTTP status. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal, declare_step_lack
from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
ReportNotFound = declare_not_found("report_not_found", "There is no such report.")
ActionNotFound = declare_not_found("corrective_action_not_found", "There is no such corrective action.")
# They plan for no agency, and read no report.
ComparisonNotFound = declare_not_found("drill_comparison_not_found", "There are no drills to compare here.")
# They read the report, but may not write, approve or sign it.
ReportNotYours = declare_refusal("report_not_yours", 403, _("Your role does not allow this with the report."))
# They read the action; its agency's planners and the director change it.
ActionNotYours = declare_refusal(
    "corrective_action_not_yours", 403, _("Only its agency's planners and the director change it.")
)

# --- what is given ----------------------------------------------------------------------------------------------------
BadReport = declare_fault("bad_report")
# Something must be written before the report can be approved; the pointer names it.
ReportLacks = declare_refusal(
    "report_lacks",
    422,
    _("The report is not complete. What is missing stands below."),
    title="The report is not complete.",
)
# A report is about plans and equipment, never about a person; the pointer names where a player is named.
ReportNamesPlayer = declare_refusal(
    "report_names_player",
    422,
    _("The report names someone who played. Say what happened without a name."),
    title="The report names someone who played.",
)
OwnerNotThere = declare_refusal("action_owner_not_there", 422, _("Choose someone of the agency."))
ActionStepLacks = declare_step_lack("corrective_action_step_lacks", _("Write what, or why; say who, and until when."))

# --- what the state does not allow ------------------------------------------------------------------------------------
ReportTooEarly = declare_refusal("report_too_early", 409, _("The exercise has not ended yet."))
# To change an approved report, take it back; to change a signed one, start a new version.
ReportIsFixed = declare_refusal("report_is_fixed", 409, _("The report was approved or signed and cannot be changed."))
ReportNotApproved = declare_refusal("report_not_approved", 409, _("The report must be approved before it is signed."))


class ReportNotSigned(CoordinationError):
    code, status, title = "report_not_signed", 409, _("A new version follows a signed one.")


# Another person has written meanwhile.
ReportChanged = declare_refusal("report_changed", 409, _("Someone else has changed this. Read it again first."))
ActionStepRefused = declare_refusal(
    "corrective_action_step_refused",
    409,
    _("The action's state does not allow this step. Look at it again."),
    title="The action's state does not allow this step.",
)
