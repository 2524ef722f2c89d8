"""The states of a room that is searched, and the steps between them. Pure. Sources stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class SearchState(Labelled):
    """What is known of a room by search. Cleared: checked quickly, no threat. Secured: searched wholly (NFPA 3000)."""

    UNSEARCHED = "unsearched", pgettext("room search", "Not searched")
    IN_PROGRESS = "in_progress", pgettext("room search", "In progress")
    CLEARED = "cleared", pgettext("room search", "Cleared")
    SECURED = "secured", pgettext("room search", "Secured")
    BLOCKED = "blocked", pgettext("room search", "Blocked")
    HAZARD = "hazard", pgettext("room search", "Hazard")
    CASUALTY = "casualty", pgettext("room search", "Casualty")

    @property
    def is_searched(self) -> bool:
        """Tell whether the room counts as searched."""
        return self in (SearchState.CLEARED, SearchState.SECURED)


class SearchStep(Labelled):
    """What a team says of a room, in the order in which it is offered."""

    BEGIN = "begin", pgettext("room search", "We are in")
    CLEAR = "clear", pgettext("room search", "Cleared")
    SECURE = "secure", pgettext("room search", "Secured")
    BLOCK = "block", pgettext("room search", "Blocked")
    FIND_HAZARD = "find_hazard", pgettext("room search", "Hazard")
    FIND_CASUALTY = "find_casualty", pgettext("room search", "Casualty")
    OPEN_AGAIN = "open_again", pgettext("room search", "Opened again")
    WITHDRAW = "withdraw", pgettext("room search", "Not searched after all")
