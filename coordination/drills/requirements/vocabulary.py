"""The closed lists of what school law asks of drills. Values are what travels and is stored; docs/vocabulary.md."""

from enum import StrEnum


class DrillType(StrEnum):
    """What school law counts. Finer than the five actions: laws tell fire from other reasons to leave."""

    FIRE = "fire"
    EVACUATE = "evacuate"
    LOCKDOWN = "lockdown"
    SECURE = "secure"
    HOLD = "hold"
    SHELTER_HAZMAT = "shelter_hazmat"
    SHELTER_WEATHER = "shelter_weather"
    TORNADO = "tornado"
    EARTHQUAKE = "earthquake"
    BUS = "bus"
    BOMB_THREAT = "bomb_threat"
    ACTIVE_SHOOTER = "active_shooter"
    REUNIFY = "reunify"
    OTHER = "other"


class DrillState(StrEnum):
    """How far a drill is. Only what was held counts."""

    PLANNED = "planned"
    HELD = "held"
    CANCELED = "canceled"


class Announcement(StrEnum):
    """What those who take part are told before: all of it, only that there is a drill, or nothing."""

    FULL = "full"
    DATE_ONLY = "date_only"
    NONE = "none"


class DrillPeriod(StrEnum):
    """For which time a rule asks for so many drills. `days`: never more than so many days between two."""

    YEAR = "year"
    SEMESTER = "semester"
    MONTH = "month"
    DAYS = "days"


class DrillStanding(StrEnum):
    """How one duty stands at one school. `missed`: its time is over, and nothing makes it good."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"
    LATER = "later"
    OVERDUE = "overdue"
    MISSED = "missed"

    @property
    def is_wanting(self) -> bool:
        """Tell whether the law's day has passed without the drill."""
        return self in (DrillStanding.OVERDUE, DrillStanding.MISSED)


class NoticeChannel(StrEnum):
    """How parents were told of a drill."""

    LETTER = "letter"
    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    APP = "app"
    OTHER = "other"


class DrillGap(StrEnum):
    """What the record of a drill lacks that its law asks for. It counts all the same, unless a rule says otherwise."""

    PARENT_NOTICE = "parent_notice"
    FIRE_SIGN_OFF = "fire_sign_off"
    POLICE = "police"
    MENTAL_HEALTH = "mental_health"
    DEBRIEF = "debrief"
    TIMES = "times"


class DrillFileDefect(StrEnum):
    """What is wrong with a row of a file of drills."""

    NO_SUCH_SCHOOL = "no_such_school"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"


class DrillFileFault(StrEnum):
    """Why nothing of a file of drills can be read."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NO_HEAD = "no_head"
    NO_TABLE = "no_table"
    NO_TEXT = "no_text"
