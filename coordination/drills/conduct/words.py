"""The words of conducting an exercise as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.drills.conduct.errors import InjectRefused
from coordination.errors import CoordinationError


def refusal_words(error: CoordinationError) -> str:
    """Return what a form says of an error."""
    # The rule that refused it knows why, and what to do instead.
    if isinstance(error, InjectRefused) and error.detail != error.title:
        return _(error.detail)
    return error.sentence_or(error.detail)
