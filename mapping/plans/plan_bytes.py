"""Keep the bytes of published floors that were asked for lately: what is published never changes.

Nothing here knows who asks: access has been decided when a level and its floorplan are in somebody's hands.
"""

import threading
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from uuid import UUID

from mapping.models import Floorplan, Level
from mapping.plans.queries import plan_geojson

# Some hundred floors of a large school. What was not asked for the longest goes first.
MAX_BYTES = 64 * 1024 * 1024
type Key = tuple[UUID, str, date | None, str, str, Decimal]


class KeptPlans:
    """Bytes by everything that stands in them and could change; never more than a number of bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        # Requests are answered in threads.
        self._lock = threading.Lock()

    def get(self, key: Key) -> bytes | None:
        """Return what is kept, and keep it longer."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, content: bytes) -> None:
        """Keep a floor; the oldest make room."""
        with self._lock:
            self._bytes += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._bytes > self._max_bytes:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone)


_plans = KeptPlans(MAX_BYTES)


def plan_bytes(level: Level, floorplan: Floorplan) -> bytes:
    """Return a published floor as GeoJSON, encoded. No query if it was asked for lately in this process."""
    key = (floorplan.pk, floorplan.state, floorplan.verified_on, level.name, level.short_name, level.ordinal)
    kept = _plans.get(key)
    if kept is None:
        kept = plan_geojson(level, floorplan).encode()
        _plans.put(key, kept)
    return kept
