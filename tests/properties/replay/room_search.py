"""What is said of the search of rooms in the stories of all events."""

from mapping.models import Level, Space
from tests.factories.cast import Cast

ROOM_SEARCH = {"mark_space", "assign_search_area", "release_search_area"}
STEPS = ("clear", "open_again", "secure", "withdraw")


def room_search(cast: Cast, number: int) -> dict[str, object]:
    """Return what is said of the first room of a site's plans: a step for each number, and an area of its floor."""
    space = Space.objects.filter(floorplan__level__site=cast.site).order_by("number")[0]
    return {
        "space_id": space.pk,
        "step": STEPS[number % len(STEPS)],
        "level_id": Level.objects.filter(site=cast.site)[0].pk,
        "team": f"Contact {number}",
        "name": f"area {number}",
    }
