"""Cache the bytes of recently requested published floors, which never change.

Checks no access: the caller has checked it for the level and its floorplan.
"""

from threading import Lock

from cachetools import LRUCache, cached

from mapping.models import Floorplan, Level
from mapping.plans.queries import plan_geojson

# Some hundred floors of a large school. What was not asked for the longest goes first.
MAX_BYTES = 64 * 1024 * 1024


def _everything_that_could_change(level: Level, floorplan: Floorplan) -> tuple[object, ...]:
    return (floorplan.pk, floorplan.state, floorplan.verified_on, level.name, level.short_name, level.ordinal)


# Requests are answered in threads: the lock is held for a look, not while a floor is read.
@cached(LRUCache(MAX_BYTES, getsizeof=len), key=_everything_that_could_change, lock=Lock())
def plan_bytes(level: Level, floorplan: Floorplan) -> bytes:
    """Return a published floor as GeoJSON, encoded. No query if it was asked for lately in this process."""
    return plan_geojson(level, floorplan).encode()
