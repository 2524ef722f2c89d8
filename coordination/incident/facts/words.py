"""What the incident page says of pinned facts, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def fact_words() -> dict[str, str]:
    """Return the catalog of the panel of pinned facts."""
    return {
        "facts.none": _("Nothing is pinned yet."),
        "facts.said_by": _("says {source}"),
        "facts.pinned_by": _("pinned by {name}"),
        "facts.confirmed_by": _("confirmed by {name}, {source}"),
        "facts.not_confirmed": _("not confirmed"),
        "facts.age": _("{age} old"),
        "facts.old": _("OLD: {age}"),
        "facts.old_mark": _("OLD"),
        "facts.mark": _("FACT"),
        "facts.contradicts": _("CONTRADICTS"),
        "facts.for": _("for {audience}"),
        "facts.confirm": _("Confirm"),
        "facts.stands": _("This one stands"),
        "facts.update": _("Update"),
        "facts.withdraw": _("Withdraw"),
        "facts.count": _("{n} facts"),
        "facts.count_one": _("1 fact"),
        "facts.doubt": _("{n} contradict"),
        "ask.withdraw_fact": _("Withdraw this fact? It stays in the log."),
        "command.pin_fact": _("Pin a fact"),
        "command.confirm_fact": _("Confirm a fact"),
        "command.supersede_fact": _("Say which fact stands"),
        "command.withdraw_fact": pgettext("verb", "Withdraw a fact"),
    }
