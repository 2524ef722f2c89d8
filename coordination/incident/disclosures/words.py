"""What pages say of a disclosure that cannot be entered, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.disclosures.errors import BadDisclosure
from mou.errors import BadName
from mou.foundation.labelled import WordedError


def refusal_sentence(refusal: WordedError) -> str:
    """Return what to mend."""
    if not isinstance(refusal, BadDisclosure | BadName):
        return refusal.sentence_or(str(refusal))
    return {
        "/threat": _("In an emergency, say which threat it was."),
        "/disclosed_at": _("Give the day and time when it was disclosed, not in the future."),
        "/categories": _("Choose what was given."),
    }.get(refusal.pointer, _("Say to whom, about whom, what, by what right and for which interest."))
