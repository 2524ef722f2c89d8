"""The closed lists of things that were found."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class FoundState(Labelled):
    """How far a found thing is."""

    FOUND = "found", _("Found")
    CLAIMED = "claimed", _("Claimed")
    HANDED_BACK = "handed_back", _("Handed back")


class FoundStep(Labelled):
    """What moves a found thing."""

    CLAIM = "claim", _("Someone claims it")
    HAND_BACK = "hand_back", _("Hand it back")
    REOPEN = "reopen", _("It was not theirs")


class FoundAct(Labelled):
    """What a record says was done, beside steps."""

    NOTED = "noted", _("Noted")
