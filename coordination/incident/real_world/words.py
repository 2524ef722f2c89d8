"""What the incident page says of the real-world word, in the reader's language."""

from django.utils.translation import gettext as _


def real_world_words() -> dict[str, str]:
    """Return the catalog of what stops an exercise."""
    return {
        "real_world.said": _("REAL WORLD · NO DUFF: {note}"),
        "real_world.go": _("Go to the REAL incident"),
        "real_world.stopped": _("This exercise is stopped."),
        "real_world.joined": _("Everybody in an exercise has come in here. This is REAL."),
        "real_world.began": _("It began in an exercise. This is REAL."),
        "command.declare_real_world": _("REAL WORLD: stop the exercise"),
    }
