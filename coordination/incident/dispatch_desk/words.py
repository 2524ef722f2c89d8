"""What the incident page says of calls and CAD numbers, in the reader's language."""

from django.utils.translation import gettext as _


def desk_words() -> dict[str, str]:
    """Return the catalog of the desk's entries."""
    return {
        "desk.cad": _("CAD {number}"),
        "windows.timeline": _("The map is in the other window. What you choose here is shown there."),
        "windows.closed": _("The other window is closed. Everything is here again."),
        "command.relay_call": _("Entry for a radio call"),
        "command.set_cad_number": _("CAD number"),
        "keys.radio": _("Entry for a radio call"),
    }
