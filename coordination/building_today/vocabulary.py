"""The closed lists of who is in a building today. Pure."""

from mou.foundation.labelled import Labelled, pgettext_noop
from mou.foundation.labelled import gettext_noop as _


class DayCardKind(Labelled):
    """What a person with a card for the day is; the last one is no person, but the tablet at the office."""

    SUBSTITUTE = "substitute", _("Substitute teacher")
    VOLUNTEER = "volunteer", _("Volunteer")
    CONTRACTOR = "contractor", _("Contractor")
    AIDE = "aide", _("Classroom aide")
    KIOSK = "kiosk", _("Tablet where visitors check in")

    @property
    def acts(self) -> bool:
        """Whether who has the card presses and reports."""
        return self is not DayCardKind.KIOSK


class DayCardState(Labelled):
    """Whether a card can be used."""

    TO_COME = "to_come", _("Not yet")
    IN_USE = "in_use", pgettext_noop("card", "In use")
    UNUSED = "unused", pgettext_noop("card", "Not scanned yet")
    ENDED = "ended", _("Ended by the office")
    OVER = "over", pgettext_noop("card", "Over")


class DayChangeKind(Labelled):
    """What is otherwise today than the plan and the schedule say."""

    ROOM_CLOSED = "room_closed", _("Room closed")
    ROOM_MOVED = "room_moved", _("Class meets elsewhere")
    TRIP = "trip", _("Trip")
    AFTER_HOURS = "after_hours", _("Use after hours")


class ExpectedSource(Labelled):
    """From where it is known how many are expected."""

    OFFICE = "office", _("Counted today")
    ROSTER = "roster", _("Enrolled, by the roster")
