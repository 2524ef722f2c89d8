"""What the dialog of mutual aid says, in the reader's language."""

from django.utils.translation import gettext as _


def mutual_aid_words() -> dict[str, str]:
    """Return the catalog of the dialog in which the commander lets people in."""
    return {
        "mutual_aid.code_for": _("The code for {name}: say it, or show it."),
        "mutual_aid.code_until": _("Good once, until {time}. Type it at"),
        "mutual_aid.new_code": _("New code"),
        "mutual_aid.end": _("End it"),
        "mutual_aid.invited": _("invited by {name}, has not come in"),
        "mutual_aid.joined": _("in, let in by {name}, until {time} at the latest"),
        "mutual_aid.ended": _("over since {time}: {cause}"),
        "ask.end_mutual_aid": _("End mutual aid of {name}? It cannot be undone; it takes a new invitation."),
        "command.end_mutual_aid": _("End mutual aid"),
    }
