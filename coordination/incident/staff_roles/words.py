"""What pages say of role cards, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.incident.staff_roles.rules import CardStep, RoleCard
from coordination.incident.staff_roles.vocabulary import CardSource
from mou.foundation.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way."""
    return refusal.sentence_or(str(refusal))


def step_words(step: CardStep) -> str:
    """Return a step in the active language; as it was written where it is in no other."""
    return step.words_in().get(get_language() or "", step.words)


def version_words(card: RoleCard) -> str:
    """Return whose words a card has, and which edition of theirs."""
    number = card.version.rpartition(" ")[2]
    if card.source is CardSource.LIBRARY:
        return card.source.label
    return _("{source}, edition {number}").format(source=card.source.label, number=number)
