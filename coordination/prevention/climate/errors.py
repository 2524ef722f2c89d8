"""What can go wrong with school climate, each with a stable code and an HTTP status. No text quotes an answer. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class ClimateNotFound(CoordinationError):
    """Missing and forbidden look alike: no one learns whether a school was asked."""

    code, status, title = "climate_not_found", 404, "There is no school climate to read here."


class ClimateTeamNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "climate_team_not_found", 404, "There is no such climate team."


class ClimateTaskNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "climate_task_not_found", 404, "There is no such task."


class ClimateReadingNotFound(CoordinationError):
    """Nothing is being read under this id, or someone else reads it."""

    code, status, title = "climate_reading_not_found", 404, "Nothing is being read under this id."


# --- what is given ----------------------------------------------------------------------------------------------------
class BadClimate(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_climate", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class BadSurveyFile(CoordinationError):
    """The file as a whole cannot be read; the pointer says why."""

    code, status, title = "bad_survey_file", 422, "The file cannot be read."


class NotOnClimateTeam(CoordinationError):
    code, status = "not_on_climate_team", 422
    title = sentence = _("Choose someone of the climate team.")


class SurveyReadersNotConfined(CoordinationError):
    """This system cannot confine a process: files of others are not read on it."""

    code, status = "survey_readers_not_confined", 503
    title = sentence = _("This server cannot read surveys safely.")


class TooManySurveyReadings(CoordinationError):
    code, status, retry_after_s = "too_many_survey_readings", 503, 60
    title = sentence = _("Too many surveys are being read. Try again in a minute.")


# --- steps of a task --------------------------------------------------------------------------------------------------
class ClimateStepRefused(CoordinationError):
    """A step that the state of a task does not allow."""

    status = 409


class ClimateTaskIsOpen(ClimateStepRefused):
    code = "climate_task_is_open"
    title = sentence = _("The task is open.")


class ClimateTaskIsDone(ClimateStepRefused):
    code, title = "climate_task_is_done", "The task is done. Reopen it first."
    sentence = _("The task is done. Open it again first.")


class ClimateTaskIsDropped(ClimateStepRefused):
    code, title = "climate_task_is_dropped", "The task was dropped. Reopen it first."
    sentence = _("The task was dropped. Open it again first.")


class ClimateStepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    code, status, title = "climate_step_lacks", 422, "The step needs something more."
    sentence = _("Write what, or why; say who, and until when.")
