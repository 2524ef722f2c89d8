"""The closed lists of reach and of test alarms. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class TestEnd(Labelled):
    """Why a test is over."""

    __test__ = False

    TIME = "time", _("Its time is over")
    STOPPED = "stopped", _("Stopped by hand")
    REAL_ALARM = "real_alarm", _("Stopped by a real incident")


class AnswerWay(Labelled):
    """By which way a person answered."""

    PAGE = "page", _("By tap on a page")
    APP = "app", _("In the app or by the notification")
    TEXT = "text", _("By text message")
    LINK = "link", _("By the link in a message")


class Pace(Labelled):
    """How often an agency tests its alarm by itself."""

    WEEKLY = "weekly", _("Each week")
    MONTHLY = "monthly", _("Each month")


class Weekday(Labelled):
    """The day of a planned test."""

    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")
