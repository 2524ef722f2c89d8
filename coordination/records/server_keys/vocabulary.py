"""How a key of this installation stands. Pure: no Django."""

from mou.foundation.labelled import Labelled, pgettext_noop


class KeyStanding(Labelled):
    """Against what is remembered of it."""

    SAME = "same", pgettext_noop("key", "As it was")
    ANEW = "new", pgettext_noop("key", "Another one than before")
    BEFORE = "changing", pgettext_noop("key", "Being changed: the one before is still taken")
    LOST = "lost", pgettext_noop("key", "Lost")
    UNREADABLE = "unreadable", pgettext_noop("key", "Does not read")

    @property
    def is_to_see_to(self) -> bool:
        """Tell whether a person has to do something."""
        return self is not KeyStanding.SAME

    @property
    def tone(self) -> str:
        """Return in which tone it is shown."""
        if not self.is_to_see_to:
            return "ok"
        return "danger" if self in (KeyStanding.LOST, KeyStanding.UNREADABLE) else "warning"
