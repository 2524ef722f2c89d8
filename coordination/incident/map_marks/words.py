"""Which marks the tools of the map offer. What has a meaning of its own is set on the ground, and in no other way.

The commands take the other kinds still: clients from before, and exercises that are written already, say them.
"""

from coordination.vocabulary import MarkerKind, ShapeKind

MARKERS = (
    MarkerKind.CASUALTY,
    MarkerKind.ENTRY_POINT,
    MarkerKind.ASSEMBLY_POINT,
    MarkerKind.REUNIFICATION,
    MarkerKind.OTHER,
)
LINES = (ShapeKind.LINE, ShapeKind.ROUTE)
ZONES = (ShapeKind.SEARCH_AREA, ShapeKind.OTHER_ZONE)


def mark_choices() -> dict[str, dict[str, str]]:
    """Return the kinds of markers, lines and zones that one chooses from, by the name of the list."""
    lists = {"marker_kinds": MARKERS, "lines": LINES, "zones": ZONES}
    return {name: {one.value: one.label for one in kinds} for name, kinds in lists.items()}
