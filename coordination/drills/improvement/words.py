"""The words of improvement as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.drills.evaluation.vocabulary import PerformanceRating
from coordination.drills.improvement.vocabulary import (
    ActionStep,
)


def action_acts() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        "written": _("Written into the improvement plan"),
        ActionStep.ASSIGN.value: pgettext("task", "Given to somebody"),
        ActionStep.NOTE.value: _("Note"),
        ActionStep.BEGIN.value: pgettext("task", "Begun"),
        ActionStep.FINISH.value: pgettext("task", "Done"),
        ActionStep.DROP.value: pgettext("task", "Dropped"),
        ActionStep.REOPEN.value: _("Opened again"),
    }


def ratings() -> dict[str, str]:
    """Return the ratings of HSEEP, each with its letter."""
    return {value: f"{value}: {text}" for value, text in PerformanceRating.labels().items()}


def problem_words(code: str, detail: str) -> str:
    """Return what a page says of an error."""
    found = {
        "report_not_yours": _("Your role does not allow this with the report."),
        "report_too_early": _("The exercise has not ended yet."),
        "report_is_fixed": _("The report was approved or signed and cannot be changed."),
        "report_not_approved": _("The report must be approved before it is signed."),
        "report_changed": _("Somebody else has changed this. Read it again first."),
        "report_lacks": _("The report is not complete. What is missing stands below."),
        "report_names_player": _("The report names somebody who played. Say what happened without a name."),
        "bad_report": _("Something is missing, or cannot be. Look at each field again."),
        "action_owner_not_there": _("Choose somebody of the agency."),
        "corrective_action_not_yours": _("Only its agency's planners and the director change it."),
        "corrective_action_step_lacks": _("Write what, or why; say who, and until when."),
        "corrective_action_step_refused": _("The action's state does not allow this step. Look at it again."),
        "paper_not_drawn": _("The paper was not drawn. Try again in a moment."),
        "seal_key_unreadable": _("The server cannot seal papers now, so nothing was signed. Tell those who run it."),
        "print_under_way": _("Something else is being made for you. Try again when it is done."),
    }
    return found.get(code, detail)
