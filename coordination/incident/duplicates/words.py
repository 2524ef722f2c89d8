"""What pages say of two incidents that are one emergency, in the reader's language."""

from django.utils.translation import gettext as _


def duplicate_words() -> dict[str, str]:
    """Return the catalog of duplicates: of the strip above the map, and of the console."""
    return {
        "duplicate.beside": _("Another open incident at this school: {title}"),
        "duplicate.opened": _("opened {time}"),
        "duplicate.offer": _("Same emergency?"),
        "duplicate.look": _("Open it"),
        "duplicate.there": _("Same emergency. Go on in the incident: {title}"),
        "duplicate.here": _("Same emergency, goes on here: {title}"),
        "duplicate.go": _("Go to the incident that goes on"),
        "duplicate.part": _("Not the same emergency"),
        "duplicate.sure": _("One emergency? Everybody in both is told."),
        "duplicate.yes": _("It is the same"),
        "duplicate.parted": _("Not the same emergency: {title}"),
        "duplicate.refused": _("Refused: {why}"),
        "ask.part_duplicate": _("Why are they two emergencies?"),
        "command.mark_duplicate": _("Same emergency"),
        "command.part_duplicate": _("Not the same emergency"),
    }
