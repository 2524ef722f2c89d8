"""Days that stand in JSON, as ISO text, on their way to a page."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def stored_day(text: str) -> date:
    """Return a day that was stored as ISO text, for the filter that writes it as the reader's language does."""
    return date.fromisoformat(text)
