"""The words of conducting an exercise as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.drills.conduct.errors import InjectRefused


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "exercise_not_allowed": _("Your role in this exercise does not allow this."),
        "conduct_step_refused": _("The exercise cannot take this step now."),
        "exercise_has_no_room": _("You may not open an incident at this site. Somebody with an agreement directs it."),
        "real_incident_open": _("A real incident is open at this site. Nothing is played beside it."),
        "inject_refused": _("This cannot be done with the inject now. Look at it again."),
        "conduct_lacks": _("Something is missing or too long. Say why in at most 400 characters."),
    }
    # The rule that refused it knows why, and what to do instead.
    if code == InjectRefused.code and detail != InjectRefused.title:
        return _(detail)
    return found.get(code, detail)
