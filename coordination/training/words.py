"""The words of SROs and training as people read them, by value."""

from django.utils.translation import gettext as _

from mou.errors import BadName, NotAllowed
from mou.foundation.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language; its own words where an error says too little."""
    here = {
        NotAllowed.code: _("This is for someone else to do."),
        BadName.code: _("A text is missing, too long, or has control characters."),
    }
    return here.get(refusal.code) or refusal.sentence_or(str(refusal))
