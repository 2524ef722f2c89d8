"""The words of school climate as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.climate.vocabulary import (
    ClimateTaskStep,
)


def acts() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        "raised": _("The indicator fell"),
        ClimateTaskStep.ASSIGN.value: pgettext("task", "Given to somebody"),
        ClimateTaskStep.NOTE.value: _("Note"),
        ClimateTaskStep.FINISH.value: pgettext("task", "Done"),
        ClimateTaskStep.DROP.value: pgettext("task", "Dropped"),
        ClimateTaskStep.REOPEN.value: _("Opened again"),
    }


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error. What is wrong with a file is said in its own words."""
    found = {
        "bad_climate": _("Something is missing, or cannot be. Look at each field again."),
        "not_on_climate_team": _("Choose somebody of the climate team."),
        "climate_step_lacks": _("Write what, or why; say who, and until when."),
        "climate_task_is_open": _("The task is open."),
        "climate_task_is_done": _("The task is done. Open it again first."),
        "climate_task_is_dropped": _("The task was dropped. Open it again first."),
        "too_many_survey_readings": _("Too many surveys are being read. Try again in a minute."),
        "survey_readers_not_confined": _("This server cannot read surveys safely."),
    }
    return found.get(code, detail)
