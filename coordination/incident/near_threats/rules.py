"""Which schools lie near, which stand first, and what is over. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from coordination.vocabulary import ResponseActionKind
from mapping.geometry.georeference import TangentPlane

# No one has answered: dispatch calls the school by telephone.
LATE_AFTER = timedelta(minutes=3)
MOST_STANDING = 10
RETAINED = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class SchoolTold:
    """A school that was told, and what it did."""

    site_id: UUID
    site: str
    lon: float
    lat: float
    told: int
    acknowledged_by: str
    acknowledged_at: datetime | None
    is_late: bool
    action: ResponseActionKind | None
    action_at: datetime | None
    is_own: bool
    is_exercise: bool

    @property
    def rank(self) -> tuple[int, str]:
        """Return where it stands: what no one has answered at the top, what has acted at the end."""
        if self.action is not None:
            return 3, self.site
        if self.acknowledged_at is not None:
            return 2, self.site
        return (0 if self.is_late else 1), self.site


def is_within(place: tuple[float, float], point: tuple[float, float], radius_m: float) -> bool:
    """Tell whether a place lies within a radius; both are (lon, lat)."""
    east_m, north_m = TangentPlane(point, rotation_deg=0).xy_from_lonlat(*place)
    # A plane is far off at the other side of the earth, and NaN is near nothing.
    return abs(place[1] - point[1]) < 1 and east_m**2 + north_m**2 <= radius_m**2


def is_over(*, ended_at: datetime | None, expires_at: datetime, at: datetime) -> bool:
    """Tell whether a threat no longer stands."""
    return ended_at is not None or expires_at <= at


def is_late(*, acknowledged_at: datetime | None, has_acted: bool, sent_at: datetime, at: datetime) -> bool:
    """Tell whether a school should have answered by now."""
    return acknowledged_at is None and not has_acted and at - sent_at >= LATE_AFTER


def in_order(schools: Iterable[SchoolTold]) -> list[SchoolTold]:
    """Return schools, the most urgent first."""
    return sorted(schools, key=lambda one: one.rank)
