"""Why each class of records is kept so long, and what the pages of times and holds say of a refusal."""

from django.utils.translation import gettext as _

from coordination.keeping.errors import BadHold
from coordination.keeping.vocabulary import REASONS
from mou.errors import BadName
from mou.foundation.forms.act_form import Refusal


def reason_words() -> dict[str, str]:
    """Return why a class is kept so long, and from when its days count."""
    return {one.value: _(text) for one, text in REASONS.items()}


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language."""
    if isinstance(refusal, BadHold) and refusal.pointer == "/person":
        return _("Give the full name, the login or the mail address of one person.")
    if isinstance(refusal, BadName):
        return _("A text is missing, too long, or has control characters.")
    return refusal.sentence_or(str(refusal))
