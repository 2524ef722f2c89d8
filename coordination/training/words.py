"""The words of SROs and training as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.errors import CoordinationError
from mou.errors import BadName, MouError, NotAllowed


def refusal_words(error: CoordinationError | MouError) -> str:
    """Return what stood in the way, in the reader's language; the detail where an error says too little."""
    here = {
        NotAllowed.code: _("This is for somebody else to do."),
        BadName.code: _("A text is missing, too long, or has control characters."),
    }
    return here.get(error.code) or error.sentence_or(str(error))
