"""What pages say of forms, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.errors import CoordinationError
from mou.foundation.labelled import WordedError


def form_words() -> dict[str, str]:
    """Return what the incident page calls the commands while they wait."""
    return {
        "command.edit_form_block": _("Write on a form"),
        "command.take_form_seed": _("Take what the log says"),
    }


def refusal_sentence(refusal: WordedError) -> str:
    """Return why a block was not written."""
    sentence = getattr(refusal, "sentence", "")
    return _(sentence) if isinstance(refusal, CoordinationError) and sentence else str(refusal)
