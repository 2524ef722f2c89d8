"""The closed lists of school climate. Values are what travels and is stored; words stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class ClimateDomain(Labelled):
    """The three domains of the ED School Climate Surveys, and the indicators that are followed by name."""

    INDICATOR = "indicator", _("Indicators")
    ENGAGEMENT = "engagement", pgettext("school climate", "Engagement")
    SAFETY = "safety", pgettext("school climate", "Safety")
    ENVIRONMENT = "environment", pgettext("school climate", "Environment")


class ClimateScale(Labelled):
    """What questions of a survey are about."""

    CONNECTEDNESS = "connectedness", _("Connectedness")
    TRUSTED_ADULT = "trusted_adult", _("Trusted adult")
    COMFORT_REPORTING = "comfort_reporting", _("Comfort in reporting")
    CULTURAL_COMPETENCE = "cultural_competence", _("Cultural and linguistic competence")
    RELATIONSHIPS = "relationships", _("Relationships")
    PARTICIPATION = "participation", _("School participation")
    EMOTIONAL_SAFETY = "emotional_safety", _("Emotional safety")
    PHYSICAL_SAFETY = "physical_safety", _("Physical safety")
    BULLYING = "bullying", _("Bullying and cyberbullying")
    SUBSTANCE_ABUSE = "substance_abuse", _("Substance abuse")
    EMERGENCY_READINESS = "emergency_readiness", _("Emergency readiness")
    PHYSICAL_ENVIRONMENT = "physical_environment", _("Physical environment")
    INSTRUCTION = "instruction", _("Instructional environment")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    DISCIPLINE = "discipline", pgettext("school climate", "Discipline")


class ClimateRespondents(Labelled):
    """Who answered."""

    STUDENTS = "students", _("Students")
    STAFF = "staff", _("Staff")
    PARENTS = "parents", _("Parents and guardians")


class ClimateNumbers(Labelled):
    """What numbers in answers mean: the highest, or the lowest, is the strongest agreement."""

    HIGH_AGREES = "high_agrees", _("The highest number agrees most")
    LOW_AGREES = "low_agrees", _("1 agrees most")


class ClimateDefectCode(Labelled):
    """Why a row of a survey is not counted."""

    CELLS = "cells", _("More or fewer cells than the first row")
    NO_SCHOOL = "no_school", _("No school")
    UNKNOWN_SCHOOL = "unknown_school", _("A school that no one has matched")
    UNKNOWN_ANSWER = "unknown_answer", _("An answer that cannot be read")
    NOTHING_ANSWERED = "nothing_answered", _("Nothing was answered, or too little")


class ClimateTaskState(Labelled):
    """How far the team is with an indicator that fell."""

    OPEN = "open", pgettext("task", "Open")
    DONE = "done", pgettext("task", "Done")
    DROPPED = "dropped", pgettext("task", "Dropped")

    @property
    def is_open(self) -> bool:
        """Tell whether there is work left."""
        return self is ClimateTaskState.OPEN


class ClimateTaskStep(Labelled):
    """What moves a task."""

    ASSIGN = "assign", _("Say who does it, until when")
    NOTE = "note", _("Write a note")
    FINISH = "finish", _("It is done")
    DROP = "drop", _("Drop it")
    REOPEN = "reopen", _("Open it again")


class ClimateAct(Labelled):
    """What a record says of a task beside `TaskAct`."""

    RAISED = "raised", _("The indicator fell")
