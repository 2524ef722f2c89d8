"""What can go wrong with school climate, each with a stable code and an HTTP status. No text quotes an answer. Pure."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_refusal,
    declare_step_lack,
    declare_step_refusal,
)
from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
ClimateNotFound = declare_not_found("climate_not_found", "There is no school climate to read here.")
ClimateTeamNotFound = declare_not_found("climate_team_not_found", "There is no such climate team.")
ClimateTaskNotFound = declare_not_found("climate_task_not_found", "There is no such task.")
# Nothing is being read under this id, or someone else reads it.
ClimateReadingNotFound = declare_not_found("climate_reading_not_found", "Nothing is being read under this id.")

# --- what is given ----------------------------------------------------------------------------------------------------
BadClimate = declare_fault("bad_climate")


class BadSurveyFile(CoordinationError):
    """The file as a whole cannot be read; the pointer says why."""

    code, status, title = "bad_survey_file", 422, _("The file cannot be read.")


NotOnClimateTeam = declare_refusal("not_on_climate_team", 422, _("Choose someone of the climate team."))
# This system cannot confine a process: files of others are not read on it.
SurveyReadersNotConfined = declare_refusal(
    "survey_readers_not_confined", 503, _("This server cannot read surveys safely.")
)


TooManySurveyReadings = declare_refusal(
    "too_many_survey_readings", 503, _("Too many surveys are being read. Try again in a minute."), retry_after_s=60
)

# --- steps of a task --------------------------------------------------------------------------------------------------
ClimateTaskIsOpen = declare_step_refusal("climate_task_is_open", _("The task is open."))
ClimateTaskIsDone = declare_step_refusal(
    "climate_task_is_done", _("The task is done. Open it again first."), title="The task is done. Reopen it first."
)
ClimateTaskIsDropped = declare_step_refusal(
    "climate_task_is_dropped",
    _("The task was dropped. Open it again first."),
    title="The task was dropped. Reopen it first.",
)
ClimateStepLacks = declare_step_lack("climate_step_lacks", _("Write what, or why; say who, and until when."))
