"""One template tag: the word of a value, from a list of words that the view gave."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.simple_tag
def word_of(words: Mapping[str, str], value: object) -> str:
    """Return the word of a value; an unknown one shows as it is."""
    return words.get(str(value), str(value))
