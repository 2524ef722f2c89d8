"""Place meters on the earth: a flat plane that touches it at one point. Pure."""

import math
from dataclasses import dataclass

# WGS 84: meters per degree at a latitude follow from the two radii of curvature there.
EQUATOR_M = 6_378_137.0
ECCENTRICITY2 = 0.006_694_379_990_14


@dataclass(frozen=True, slots=True)
class TangentPlane:
    """A local plane: x to the right, y up, turned counter-clockwise from east and north by `rotation_deg`.

    Good to a few millimeters within a kilometer of the origin.
    """

    origin: tuple[float, float]
    rotation_deg: float

    def lonlat_from_xy(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Return the place of a point of the plane."""
        turn = math.radians(self.rotation_deg)
        east_m = x_m * math.cos(turn) - y_m * math.sin(turn)
        north_m = x_m * math.sin(turn) + y_m * math.cos(turn)
        per_lon, per_lat = self.metres_per_degree()
        return (self.origin[0] + east_m / per_lon, self.origin[1] + north_m / per_lat)

    def xy_from_lonlat(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the point of the plane at a place, in meters."""
        per_lon, per_lat = self.metres_per_degree()
        east_m, north_m = (lon - self.origin[0]) * per_lon, (lat - self.origin[1]) * per_lat
        turn = math.radians(self.rotation_deg)
        return (
            east_m * math.cos(turn) + north_m * math.sin(turn),
            -east_m * math.sin(turn) + north_m * math.cos(turn),
        )

    def metres_per_degree(self) -> tuple[float, float]:
        """Return how many meters a degree of longitude and one of latitude are at the origin."""
        lat = math.radians(self.origin[1])
        shrink = 1 - ECCENTRICITY2 * math.sin(lat) ** 2
        across = EQUATOR_M / math.sqrt(shrink)
        along = EQUATOR_M * (1 - ECCENTRICITY2) / shrink**1.5
        return (math.radians(1) * across * math.cos(lat), math.radians(1) * along)
