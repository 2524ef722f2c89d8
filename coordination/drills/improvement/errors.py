"""What can go wrong with reports and corrective actions, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class ReportNotFound(CoordinationError):
    """Missing and forbidden look alike, so that a stranger cannot learn that a report is being written."""

    code, status, title = "report_not_found", 404, "There is no such report."


class ActionNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "corrective_action_not_found", 404, "There is no such corrective action."


class ComparisonNotFound(CoordinationError):
    """They plan for no agency, and read no report."""

    code, status, title = "drill_comparison_not_found", 404, "There are no drills to compare here."


class ReportNotYours(CoordinationError):
    """They read the report, but may not write, approve or sign it."""

    code, status = "report_not_yours", 403
    title = sentence = _("Your role does not allow this with the report.")


class ActionNotYours(CoordinationError):
    """They read the action; its agency's planners and the director change it."""

    code, status = "corrective_action_not_yours", 403
    title = sentence = _("Only its agency's planners and the director change it.")


# --- what is given ----------------------------------------------------------------------------------------------------
class BadReport(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_report", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class ReportLacks(CoordinationError):
    """Something must be written before the report can be approved; the pointer names it."""

    code, status, title = "report_lacks", 422, "The report is not complete."
    sentence = _("The report is not complete. What is missing stands below.")


class ReportNamesPlayer(CoordinationError):
    """A report is about plans and equipment, never about a person; the pointer names where a player is named."""

    code, status, title = "report_names_player", 422, "The report names someone who played."
    sentence = _("The report names someone who played. Say what happened without a name.")


class OwnerNotThere(CoordinationError):
    code, status = "action_owner_not_there", 422
    title = sentence = _("Choose someone of the agency.")


class ActionStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "corrective_action_step_lacks", 422, "The step needs something more."
    sentence = _("Write what, or why; say who, and until when.")


# --- what the state does not allow ------------------------------------------------------------------------------------
class ReportTooEarly(CoordinationError):
    code, status = "report_too_early", 409
    title = sentence = _("The exercise has not ended yet.")


class ReportIsFixed(CoordinationError):
    """To change an approved report, take it back; to change a signed one, start a new version."""

    code, status = "report_is_fixed", 409
    title = sentence = _("The report was approved or signed and cannot be changed.")


class ReportNotApproved(CoordinationError):
    code, status = "report_not_approved", 409
    title = sentence = _("The report must be approved before it is signed.")


class ReportNotSigned(CoordinationError):
    code, status, title = "report_not_signed", 409, "A new version follows a signed one."


class ReportChanged(CoordinationError):
    """Another person has written meanwhile."""

    code, status = "report_changed", 409
    title = sentence = _("Someone else has changed this. Read it again first.")


class ActionStepRefused(CoordinationError):
    code, status, title = "corrective_action_step_refused", 409, "The action's state does not allow this step."
    sentence = _("The action's state does not allow this step. Look at it again.")
