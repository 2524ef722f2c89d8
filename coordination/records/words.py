"""What pages of records call things."""

from django.utils.translation import gettext as _

from coordination.records.audit.event_words import EVENT_WORDS


def event_words(what: str) -> str:
    """Return what happened, in words."""
    words = EVENT_WORDS.get(what)
    return _(words) if words else what
