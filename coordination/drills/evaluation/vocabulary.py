"""The closed lists of evaluation. Values are what travels and is stored; words stand in docs/vocabulary.md. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class PerformanceRating(Labelled):
    """HSEEP: how a critical task or a capability was performed. From the best to the worst."""

    PERFORMED = "P", _("Performed without challenges")
    SOME_CHALLENGES = "S", _("Performed with some challenges")
    MAJOR_CHALLENGES = "M", _("Performed with major challenges")
    UNABLE = "U", _("Unable to be performed")


class MilestoneKind(Labelled):
    """What is timed from the press, or from STARTEX without one; in the order in which it should happen."""

    FIRST_DEVICE = "first_device", _("First device has the alert")
    ALL_STAFF = "all_staff", _("All staff who were told have it")
    FIRST_ROOM = "first_room", _("First room has reported")
    ALL_ROOMS = "all_rooms", _("All rooms have reported")
    COMMAND = "command", _("Someone is in command")
    FIRST_PAR = "first_par", _("First PAR complete")
    SECURED = "secured", _("All doors are locked")
    RELEASED = "released", _("All are released")
    REUNIFIED = "reunified", _("All students are reunified")


class MilestoneState(Labelled):
    """What the record says of a time. `not_recorded`: the log has nothing that would tell."""

    REACHED = "reached", pgettext("time", "Reached")
    STOOD_BEFORE = "stood_before", _("So before the start")
    NOT_REACHED = "not_reached", pgettext("time", "Not reached")
    NOT_RECORDED = "not_recorded", _("The log does not tell")


class HotWashScale(Labelled):
    """What each person is asked on a scale of one to five, right after an exercise."""

    CLARITY = "clarity", _("I knew what I had to do")
    COMMUNICATION = "communication", _("I was told what I needed to know")
    FELT_SAFE = "felt_safe", _("I felt safe during the exercise")


class HotWashGroup(Labelled):
    """For whom a person answered: the school and its district, or any other agency."""

    SCHOOL = "school", _("School and district")
    RESPONDERS = "responders", _("Other agencies")


class HotWashState(Labelled):
    """Whether answers are taken. Results are shown once it is closed, and it opens only once."""

    NOT_YET = "not_yet", _("Opens when the exercise ends")
    OPEN = "open", pgettext("hot wash", "Open")
    CLOSED = "closed", pgettext("hot wash", "Closed")
