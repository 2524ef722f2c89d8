"""The closed lists of evaluation. Values are what travels and is stored; words stand in docs/vocabulary.md. Pure."""

from enum import StrEnum


class PerformanceRating(StrEnum):
    """HSEEP: how a critical task or a capability was performed. From the best to the worst."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"


class MilestoneKind(StrEnum):
    """What is timed from the press, or from STARTEX without one; in the order in which it should happen."""

    FIRST_DEVICE = "first_device"
    ALL_STAFF = "all_staff"
    FIRST_ROOM = "first_room"
    ALL_ROOMS = "all_rooms"
    COMMAND = "command"
    FIRST_PAR = "first_par"
    SECURED = "secured"
    RELEASED = "released"
    REUNIFIED = "reunified"


class MilestoneState(StrEnum):
    """What the record says of a time. `not_recorded`: the log has nothing that would tell."""

    REACHED = "reached"
    STOOD_BEFORE = "stood_before"
    NOT_REACHED = "not_reached"
    NOT_RECORDED = "not_recorded"


class HotWashScale(StrEnum):
    """What each person is asked on a scale of one to five, right after an exercise."""

    CLARITY = "clarity"
    COMMUNICATION = "communication"
    FELT_SAFE = "felt_safe"


class HotWashGroup(StrEnum):
    """For whom a person answered: the school and its district, or any other agency."""

    SCHOOL = "school"
    RESPONDERS = "responders"


class HotWashState(StrEnum):
    """Whether answers are taken. Results are shown once it is closed, and it opens only once."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
