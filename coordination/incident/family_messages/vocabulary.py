"""What families are told, as the room knows it. Values are stored and travel; docs/vocabulary.md. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class FamilyMessageKind(Labelled):
    """What a message to families says: an action (Standard Response Protocol), a step of a reunification, a drill."""

    HOLD = "hold", pgettext("response action", "Hold")
    SECURE = "secure", pgettext("response action", "Secure")
    LOCKDOWN = "lockdown", pgettext("response action", "Lockdown")
    EVACUATE = "evacuate", pgettext("response action", "Evacuate")
    SHELTER = "shelter", pgettext("response action", "Shelter")
    ALL_CLEAR = "all_clear", pgettext("families", "All clear")
    SITE_OPENS = "site_opens", pgettext("families", "The reunification opens")
    SITE_MOVED = "site_moved", pgettext("families", "The reunification has moved")
    WHERE_TO_GO = "where_to_go", pgettext("families", "Where to go")
    WHAT_TO_BRING = "what_to_bring", pgettext("families", "What to bring")
    SITE_CLOSED = "site_closed", pgettext("families", "The reunification is over")
    DRILL_NOTICE = "drill_notice", pgettext("families", "A drill will be held")
    DRILL_OVER = "drill_over", pgettext("families", "The drill is over")

    @property
    def is_of_drill(self) -> bool:
        """Tell whether it is about a drill. Such a message belongs to no incident, and waits for the morning."""
        return self in OF_DRILLS


OF_DRILLS = frozenset({FamilyMessageKind.DRILL_NOTICE, FamilyMessageKind.DRILL_OVER})
