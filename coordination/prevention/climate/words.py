"""The words of school climate as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.climate.vocabulary import (
    ClimateDefectCode,
    ClimateDomain,
    ClimateNumbers,
    ClimateRespondents,
    ClimateScale,
    ClimateTaskState,
    ClimateTaskStep,
)


def domains() -> dict[str, str]:
    return {
        ClimateDomain.INDICATOR: _("Indicators"),
        ClimateDomain.ENGAGEMENT: pgettext("school climate", "Engagement"),
        ClimateDomain.SAFETY: pgettext("school climate", "Safety"),
        ClimateDomain.ENVIRONMENT: pgettext("school climate", "Environment"),
    }


def scales() -> dict[str, str]:
    return {
        ClimateScale.CONNECTEDNESS: _("Connectedness"),
        ClimateScale.TRUSTED_ADULT: _("Trusted adult"),
        ClimateScale.COMFORT_REPORTING: _("Comfort in reporting"),
        ClimateScale.CULTURAL_COMPETENCE: _("Cultural and linguistic competence"),
        ClimateScale.RELATIONSHIPS: _("Relationships"),
        ClimateScale.PARTICIPATION: _("School participation"),
        ClimateScale.EMOTIONAL_SAFETY: _("Emotional safety"),
        ClimateScale.PHYSICAL_SAFETY: _("Physical safety"),
        ClimateScale.BULLYING: _("Bullying and cyberbullying"),
        ClimateScale.SUBSTANCE_ABUSE: _("Substance abuse"),
        ClimateScale.EMERGENCY_READINESS: _("Emergency readiness"),
        ClimateScale.PHYSICAL_ENVIRONMENT: _("Physical environment"),
        ClimateScale.INSTRUCTION: _("Instructional environment"),
        ClimateScale.PHYSICAL_HEALTH: _("Physical health"),
        ClimateScale.MENTAL_HEALTH: _("Mental health"),
        ClimateScale.DISCIPLINE: pgettext("school climate", "Discipline"),
    }


def respondents() -> dict[str, str]:
    return {
        ClimateRespondents.STUDENTS: _("Students"),
        ClimateRespondents.STAFF: _("Staff"),
        ClimateRespondents.PARENTS: _("Parents and guardians"),
    }


def numbers() -> dict[str, str]:
    return {
        ClimateNumbers.HIGH_AGREES: _("The highest number agrees most"),
        ClimateNumbers.LOW_AGREES: _("1 agrees most"),
    }


def defects() -> dict[str, str]:
    return {
        ClimateDefectCode.CELLS: _("More or fewer cells than the first row"),
        ClimateDefectCode.NO_SCHOOL: _("No school"),
        ClimateDefectCode.UNKNOWN_SCHOOL: _("A school that nobody has matched"),
        ClimateDefectCode.UNKNOWN_ANSWER: _("An answer that cannot be read"),
        ClimateDefectCode.NOTHING_ANSWERED: _("Nothing was answered, or too little"),
    }


def states() -> dict[str, str]:
    return {
        ClimateTaskState.OPEN: pgettext("task", "Open"),
        ClimateTaskState.DONE: pgettext("task", "Done"),
        ClimateTaskState.DROPPED: pgettext("task", "Dropped"),
    }


def steps() -> dict[str, str]:
    return {
        ClimateTaskStep.ASSIGN: _("Say who does it, until when"),
        ClimateTaskStep.NOTE: _("Write a note"),
        ClimateTaskStep.FINISH: _("It is done"),
        ClimateTaskStep.DROP: _("Drop it"),
        ClimateTaskStep.REOPEN: _("Open it again"),
    }


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


def doors() -> dict[str, str]:
    return {"page": _("page"), "api": _("interface")}


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
