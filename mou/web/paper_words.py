"""The words of the pages about an agreement's paper."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mou.checks.rules import FindingSeverity
from mou.papers.sealing.words import Language
from mou.vocabulary import Topic

SEVERITY_WORDS: dict[FindingSeverity, Promise] = {
    "contradiction": _("Contradictory"),
    "missing": _("Missing"),
    "vague": _("Vague"),
    "advice": _("Advice"),
}


def topic_words(topic: str) -> str:
    """Return what a topic is called; nothing for no topic."""
    return Topic(topic).label if topic in list(Topic) else ""


def paper_language() -> Language:
    """Return the language of papers that is the reader's."""
    return "es" if (get_language() or "").startswith("es") else "en"
