"""What the search of a timeline says, and the kinds of entries it can be narrowed to: one for each capability."""

from django.utils.translation import gettext as _

from coordination.room.capability import word_of
from coordination.room.registry import installed_capabilities


def search_words() -> dict[str, str]:
    """Return the catalogue of the search, and of whom an entry has reached."""
    return {
        "search.none": _("Nothing is found."),
        "search.one": _("1 entry"),
        "search.found": _("{n} entries"),
        "search.more": _("The newest {n} entries; there are more. Say more to narrow it."),
        "search.open": _("Search the timeline"),
        "readers.open": _("Who has it"),
        "readers.open_this": _("Who has it: entry #{seq}"),
        "readers.title": _("Who has entry #{seq}"),
        "readers.counts": _("Received by {received}, opened by {opened}, not yet: {not_yet}"),
        "readers.counts_all": _("Received by all {received}, opened by {opened}"),
        "readers.no_one": _("No one else who may read it is in the room."),
        "readers.opened": _("Opened"),
        "readers.received": _("Received"),
        "readers.not_yet": _("Not yet"),
    }


def search_kinds() -> list[tuple[str, str]]:
    """Return the kinds to choose from: what they are called, and their events by their words, with blanks between."""
    found = [
        (_(one.capability.title), " ".join(word_of(rule.event) for rule in one.capability.events))
        for one in installed_capabilities()
        if one.capability.events
    ]
    return sorted(found)
