"""The words of conducting an exercise as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.drills.conduct.errors import InjectRefused
from mou.foundation.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a form says of a refusal."""
    # The rule that refused it knows why, and what to do instead.
    if isinstance(refusal, InjectRefused) and refusal.detail != refusal.title:
        return _(refusal.detail)
    return refusal.sentence_or(str(refusal))
