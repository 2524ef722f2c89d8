"""The closed lists of school climate. Values are what travels and is stored; words stand in docs/vocabulary.md."""

from enum import StrEnum


class ClimateDomain(StrEnum):
    """The three domains of the ED School Climate Surveys, and the indicators that are followed by name."""

    INDICATOR = "indicator"
    ENGAGEMENT = "engagement"
    SAFETY = "safety"
    ENVIRONMENT = "environment"


class ClimateScale(StrEnum):
    """What questions of a survey are about."""

    CONNECTEDNESS = "connectedness"
    TRUSTED_ADULT = "trusted_adult"
    COMFORT_REPORTING = "comfort_reporting"
    CULTURAL_COMPETENCE = "cultural_competence"
    RELATIONSHIPS = "relationships"
    PARTICIPATION = "participation"
    EMOTIONAL_SAFETY = "emotional_safety"
    PHYSICAL_SAFETY = "physical_safety"
    BULLYING = "bullying"
    SUBSTANCE_ABUSE = "substance_abuse"
    EMERGENCY_READINESS = "emergency_readiness"
    PHYSICAL_ENVIRONMENT = "physical_environment"
    INSTRUCTION = "instruction"
    PHYSICAL_HEALTH = "physical_health"
    MENTAL_HEALTH = "mental_health"
    DISCIPLINE = "discipline"


class ClimateRespondents(StrEnum):
    """Who answered."""

    STUDENTS = "students"
    STAFF = "staff"
    PARENTS = "parents"


class ClimateNumbers(StrEnum):
    """What numbers in answers mean: the highest, or the lowest, is the strongest agreement."""

    HIGH_AGREES = "high_agrees"
    LOW_AGREES = "low_agrees"


class ClimateDefectCode(StrEnum):
    """Why a row of a survey is not counted."""

    CELLS = "cells"
    NO_SCHOOL = "no_school"
    UNKNOWN_SCHOOL = "unknown_school"
    UNKNOWN_ANSWER = "unknown_answer"
    NOTHING_ANSWERED = "nothing_answered"


class ClimateTaskState(StrEnum):
    """How far the team is with an indicator that fell."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ClimateTaskStep(StrEnum):
    """What moves a task."""

    ASSIGN = "assign"
    NOTE = "note"
    FINISH = "finish"
    DROP = "drop"
    REOPEN = "reopen"


class ClimateDoor(StrEnum):
    """By which door somebody read."""

    PAGE = "page"
    API = "api"
