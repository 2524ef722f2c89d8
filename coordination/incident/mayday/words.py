"""What the incident page says of maydays, in the reader's language."""

from django.utils.translation import gettext as _


def mayday_words() -> dict[str, str]:
    """Return the catalog of maydays in the strip above the map."""
    return {
        "mayday.said": _("{kind} · {who}"),
        "mayday.place_unknown": _("place not known"),
        "mayday.waiting": _("Command has not acknowledged it"),
        "mayday.answered": _("Acknowledged by command: {name}"),
        "mayday.called": _("called {time} by {name} · {elapsed}"),
        "mayday.heard": _("{n} acknowledged"),
        "mayday.acknowledge": _("Acknowledge"),
        "mayday.show": _("Show on the map"),
        "mayday.clear": _("PAR complete: clear"),
        "mayday.me": _("Myself"),
        "ask.clear_mayday": _("Clear the mayday? Say what the PAR came to."),
        "command.call_mayday": _("Mayday"),
        "command.acknowledge_mayday": _("Acknowledge a mayday"),
        "command.clear_mayday": _("Clear a mayday"),
    }
