"""Which time zone a place is in. Pure.

The library draws the borders of zones within some 110 m: a school that lies on one chooses for itself (0339).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import tzfpy

from mapping.geometry.shapes import Position

# Zones of the open sea, which no clock of a school goes by.
AT_SEA = "Etc/"
HALF_A_YEAR = timedelta(days=182)


def zone_of_place(place: Position) -> str:
    """Return the IANA time zone of a place (lon, lat) in degrees; "" where none is known, as at sea."""
    found = str(tzfpy.get_tz(*place))
    return "" if found.startswith(AT_SEA) or found not in available_timezones() else found


def is_same_clock(first: str, second: str, at: datetime) -> bool:
    """Return whether two time zones show the same time, in winter and in summer."""
    zones = ZoneInfo(first), ZoneInfo(second)
    return all(len({when.astimezone(zone).utcoffset() for zone in zones}) == 1 for when in (at, at + HALF_A_YEAR))
