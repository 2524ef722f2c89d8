"""What the pages of panic keys say when a form could not be carried out, in the reader's language."""

from django.utils.translation import gettext as _


def problem_words(code: str) -> str:
    """Return words for a refusal: what is wrong, and what to do."""
    words = {
        "button_taken": _("This reference is registered already. Remove the old one first, or choose another."),
        "button_not_found": _("There is no such button any more."),
        "not_found": _("Choose a site of your district."),
        "level_not_at_site": _("This floor is not at that site."),
        "bad_command": _(
            "Something is missing or too long: a name and a reference have 1 to 120 characters, a point has both "
            "longitude and latitude in degrees."
        ),
        "command_id_reused": _("This form was sent before. Open the page again."),
        "too_many_presses": _("The exercise alarm is on and has been pressed often. Wait a moment."),
        "try_later": _("The server cannot do this right now. Nothing was recorded; try again."),
    }
    return words.get(code, _("That could not be done. Nothing was changed."))
