"""What the incident page says of head counts, in the reader's language."""

from django.utils.translation import gettext as _


def head_count_words() -> dict[str, str]:
    """Return the catalog of the panel."""
    return {
        "head_counts.said": _("Heads counted: {n}"),
        "command.count_heads": _("Count heads"),
    }
