"""The closed lists of what school law asks of drills. Values are what travels and is stored; docs/vocabulary.md."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class DrillType(Labelled):
    """What school law counts. Finer than the five actions: laws tell fire from other reasons to leave."""

    FIRE = "fire", pgettext("drill", "Fire")
    EVACUATE = "evacuate", pgettext("drill", "Evacuate (not fire)")
    LOCKDOWN = "lockdown", pgettext("drill", "Lockdown")
    SECURE = "secure", pgettext("drill", "Secure")
    HOLD = "hold", pgettext("drill", "Hold")
    SHELTER_HAZMAT = "shelter_hazmat", pgettext("drill", "Shelter: hazardous materials")
    SHELTER_WEATHER = "shelter_weather", pgettext("drill", "Shelter: severe weather")
    TORNADO = "tornado", pgettext("drill", "Tornado")
    EARTHQUAKE = "earthquake", pgettext("drill", "Earthquake")
    BUS = "bus", pgettext("drill", "Bus evacuation")
    BOMB_THREAT = "bomb_threat", pgettext("drill", "Bomb threat")
    ACTIVE_SHOOTER = "active_shooter", pgettext("drill", "Active shooter")
    REUNIFY = "reunify", pgettext("drill", "Reunification")
    OTHER = "other", pgettext("drill", "Other")


class DrillState(Labelled):
    """How far a drill is. Only what was held counts."""

    PLANNED = "planned", pgettext("drill", "Planned")
    HELD = "held", pgettext("drill", "Held")
    CANCELED = "canceled", pgettext("drill", "Canceled")


class Announcement(Labelled):
    """What those who take part are told before: all of it, only that there is a drill, or nothing."""

    FULL = "full", _("Announced")
    DATE_ONLY = "date_only", _("Only the day is announced")
    NONE = "none", _("Not announced")


class DrillPeriod(Labelled):
    """For which time a rule asks for so many drills. `days`: never more than so many days between two."""

    YEAR = "year", _("each school year")
    SEMESTER = "semester", _("each semester")
    MONTH = "month", _("each month")
    DAYS = "days", _("never more days apart than")


class DrillStanding(Labelled):
    """How one duty stands at one school. `missed`: its time is over, and nothing makes it good."""

    DONE = "done", pgettext("duty", "Done")
    DONE_LATE = "done_late", pgettext("duty", "Done late")
    DUE = "due", pgettext("duty", "Due")
    LATER = "later", pgettext("duty", "Later")
    OVERDUE = "overdue", pgettext("duty", "Overdue")
    MISSED = "missed", pgettext("duty", "Missed")

    @property
    def is_wanting(self) -> bool:
        """Tell whether the law's day has passed without the drill."""
        return self in (DrillStanding.OVERDUE, DrillStanding.MISSED)


class NoticeChannel(Labelled):
    """How parents were told of a drill."""

    LETTER = "letter", pgettext("notice", "Letter")
    EMAIL = "email", pgettext("notice", "Email")
    TEXT = "text", pgettext("notice", "Text message")
    PHONE = "phone", pgettext("notice", "Phone call")
    APP = "app", pgettext("notice", "School app")
    OTHER = "other", pgettext("notice", "Other")


class DrillGap(Labelled):
    """What the record of a drill lacks that its law asks for. It counts all the same, unless a rule says otherwise."""

    PARENT_NOTICE = "parent_notice", _("Parents were not told before")
    FIRE_SIGN_OFF = "fire_sign_off", _("The fire marshal has not signed")
    POLICE = "police", _("No police was there: it counts for no rule")
    MENTAL_HEALTH = "mental_health", _("Something was simulated without mental health staff")
    DEBRIEF = "debrief", _("Something was simulated and not spoken about afterwards")
    TIMES = "times", _("When it ended is not written down")


class DrillFileDefect(Labelled):
    """What is wrong with a row of a file of drills."""

    NO_SUCH_SCHOOL = "no_such_school", _("No school of yours has this name, or two have.")
    UNREADABLE = "unreadable", _("This cannot be read.")
    IMPOSSIBLE = "impossible", _("This cannot be.")


class DrillFileFault(StrEnum):
    """Why nothing of a file of drills can be read."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NO_HEAD = "no_head"
    NO_TABLE = "no_table"
    NO_TEXT = "no_text"
