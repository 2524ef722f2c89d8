"""What the command line and the list of keys say, on every page that has them."""

from django.utils.translation import gettext as _


def palette_words() -> dict[str, str]:
    """Return their catalogue."""
    return {
        "palette.title": _("Command line"),
        "palette.label": _("Place, person, school, incident or action"),
        "palette.placeholder": _("rm 112, door 7, a person, a school, an action"),
        "palette.found": _("Found"),
        "palette.none": _("Nothing matches."),
        "palette.action": _("Action"),
        "palette.incident": _("Incident"),
        "palette.place": _("Place"),
        "palette.person": _("Person"),
        "palette.school": _("Site"),
        "palette.real": _("REAL"),
        "palette.exercise": _("EXERCISE"),
        "keys.title": _("Keys"),
        "keys.on": _("Single keys are on. They never act while you type."),
        "keys.close": _("Close"),
        "keys.list": _("List these keys"),
        "keys.palette": _("Command line"),
        "keys.acts": _("Actions, the likeliest first"),
        "keys.message": _("Write a message"),
        "keys.timeline": _("Timeline"),
        "keys.people": _("People"),
        "keys.table": _("Map as a table, and back"),
        "keys.grid": _("Grid on or off"),
        "keys.everything": _("Show everything on the map"),
        "keys.sound": _("Sound on or off"),
        "keys.side": _("Incidents side by side, and back to the board"),
        "keys.open": _("Open the incident with this number"),
    }
