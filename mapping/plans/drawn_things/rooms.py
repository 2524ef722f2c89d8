"""Which spaces of a plan are rooms that people can be in."""

from django.db.models import QuerySet

from mapping.models import Space

# No one stays in them, and they have no door of their own.
PASSAGES = ("walkway", "stairs", "steps", "ramp", "elevator", "escalator", "opentobelow", "road", "parking", "column")


def only_rooms(spaces: QuerySet[Space]) -> QuerySet[Space]:
    """Return the spaces inside buildings that have a number or name, and are no passage."""
    named = spaces.exclude(number="", name="").exclude(category__in=PASSAGES)
    return named.filter(floorplan__level__building__isnull=False)
