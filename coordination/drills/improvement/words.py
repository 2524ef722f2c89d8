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
        ActionStep.ASSIGN.value: pgettext("task", "Given to someone"),
        ActionStep.NOTE.value: _("Note"),
        ActionStep.BEGIN.value: pgettext("task", "Begun"),
        ActionStep.FINISH.value: pgettext("task", "Done"),
        ActionStep.DROP.value: pgettext("task", "Dropped"),
        ActionStep.REOPEN.value: _("Opened again"),
    }


def rating_words() -> dict[str, str]:
    """Return the ratings of HSEEP, each with its letter."""
    return {value: f"{value}: {text}" for value, text in PerformanceRating.labels().items()}
