"""The way to a page: where one is, and what lies above it."""

from django import template

register = template.Library()


@register.inclusion_tag("coordination/_trail.html")
def trail(*pairs: str) -> dict[str, object]:
    """Return the steps of a trail: address and title in turn, from the top; the last address is empty: here."""
    steps = zip(pairs[::2], pairs[1::2], strict=True)
    return {"steps": [{"address": address, "title": title} for address, title in steps]}
