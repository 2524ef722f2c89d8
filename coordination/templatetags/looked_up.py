"""One template filter: what a mapping has at a key that is itself a value of the page."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at[K, V](mapping: Mapping[K, V] | str, key: K) -> V | str:
    """Return what a mapping has at a key; "" where it has nothing, or there is no mapping (a template's "")."""
    return "" if isinstance(mapping, str) else mapping.get(key, "")
