"""What the incident page says of the commands of a reunification while they wait, in the reader's language."""

from django.utils.translation import gettext as _


def reunification_operation_words() -> dict[str, str]:
    """Return the titles of the commands."""
    return {
        "command.open_reunification": _("Open a reunification"),
        "command.pause_reunification": _("Pause"),
        "command.resume_reunification": _("Reunification goes on"),
        "command.open_reunification_place": _("Open a site, or move"),
        "command.close_reunification_place": _("Close the site"),
        "command.give_reunification_role": _("Give a role"),
        "command.end_reunification_role": _("End"),
        "command.close_reunification": _("Close the reunification"),
    }
