"""The words of reviews as people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.reviews.vocabulary import IncidentMilestone
from mou.foundation.forms.act_form import Refusal
from push.vocabulary import DeviceKind


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language."""
    return refusal.sentence_or(str(refusal))


def milestone_sources() -> dict[IncidentMilestone, str]:
    """Return what each time is read from."""
    kinds = IncidentMilestone
    return {
        kinds.FIRST_SEEN: _("ledger of alerts: opened, or acknowledged"),
        kinds.FIRST_ANSWER: _("ledger of alerts: acknowledged, or came into the room"),
        kinds.FIRST_UNIT: _("log: the first status “on scene” of a responder or unit"),
        kinds.COMMAND: _("log: the first time that command was taken"),
        kinds.DIRECTIVE: _("log: the first response action in force"),
        kinds.ALL_CLEAR: _("log: the all clear, or the release after which no action is in force"),
        kinds.CLOSED: _("log: the last closing"),
    }


def way_words(way: str) -> str:
    """Return what a way to people is called; empty: there was none."""
    return DeviceKind.labels().get(DeviceKind(way), way) if way else _("no way: nothing is registered")


def minutes_words(minutes: float) -> str:
    """Return a target as people read it."""
    number = f"{minutes:g}"
    return ngettext("%(n)s minute", "%(n)s minutes", 1 if minutes == 1 else 2) % {"n": number}
