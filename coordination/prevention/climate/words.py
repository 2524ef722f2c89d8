"""The words of school climate as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.climate.vocabulary import (
    ClimateTaskStep,
)


def act_words() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        "raised": _("The indicator fell"),
        ClimateTaskStep.ASSIGN.value: pgettext("task", "Given to someone"),
        ClimateTaskStep.NOTE.value: _("Note"),
        ClimateTaskStep.FINISH.value: pgettext("task", "Done"),
        ClimateTaskStep.DROP.value: pgettext("task", "Dropped"),
        ClimateTaskStep.REOPEN.value: _("Opened again"),
    }
