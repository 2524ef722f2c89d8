"""The closed lists of a district's readiness."""

from enum import StrEnum


class ReadinessState(StrEnum):
    """How one thing stands at one school."""

    MISSING = "missing"
    OLD = "old"
    EXPIRING = "expiring"
    CURRENT = "current"

    @property
    def is_wanting(self) -> bool:
        return self is not ReadinessState.CURRENT


class ReadinessTopic(StrEnum):
    """What a school is looked at for."""

    MAPS = "maps"
    WALK_THROUGH = "walk_through"
    AGREEMENTS = "agreements"
    REUNIFICATION = "reunification"
    DRILLS = "drills"
    ALARM = "alarm"
    TEST = "test"
    EMERGENCY_PLAN = "emergency_plan"
    ROLES = "roles"
    LESSONS = "lessons"
