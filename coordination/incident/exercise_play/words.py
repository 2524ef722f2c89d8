"""What the incident page says of an exercise that is played, in the reader's language."""

from django.utils.translation import gettext as _


def exercise_play_words() -> dict[str, str]:
    """Return the catalog of an exercise's play."""
    return {
        "exercise_play.paused": _("EXERCISE PAUSED"),
        "exercise_play.nothing_comes": _("The clock stands, and nothing comes. Something real? Say REAL WORLD."),
        "exercise_play.step": _("EXERCISE · step {number}: {text}"),
    }
