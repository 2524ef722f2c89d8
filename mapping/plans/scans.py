"""Read how a scan lies under a floorplan, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mapping.models import Floorplan, PlanImage

type Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ControlPointView:
    """A point known in the picture and on the ground, and by how much the placement misses it.

    `x`: pixels from the picture's left edge. `y`: pixels from its top edge.
    """

    x: float
    y: float
    lon: float
    lat: float
    residual_m: float


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan on the ground. `bounds` are those of the picture that is shown, north up: west, south, east, north.

    `corners` are those of the picture as it came: top left, top right, bottom right, bottom left, as `[lon, lat]`.
    """

    floorplan_id: UUID
    media_type: str
    page: int
    width_px: int
    height_px: int
    bounds: tuple[float, float, float, float]
    corners: tuple[Corner, Corner, Corner, Corner]
    transform: tuple[float, ...]
    control_points: tuple[ControlPointView, ...]
    rms_m: float


def scan_under(plan: Floorplan) -> ScanView | None:
    """Return the scan under a version, if there is one. One query."""
    row = PlanImage.objects.filter(floorplan=plan).first()
    if row is None:
        return None
    west, south, east, north = row.bounds
    width, height = row.width_px, row.height_px
    points = zip(row.control_points, row.residuals_m, strict=True)
    return ScanView(
        floorplan_id=plan.pk,
        media_type=row.media_type,
        page=row.page,
        width_px=width,
        height_px=height,
        bounds=(west, south, east, north),
        corners=(
            _place_pixel(row.transform, 0, 0),
            _place_pixel(row.transform, width, 0),
            _place_pixel(row.transform, width, height),
            _place_pixel(row.transform, 0, height),
        ),
        transform=tuple(row.transform),
        control_points=tuple(ControlPointView(x, y, lon, lat, missed) for (x, y, lon, lat), missed in points),
        rms_m=row.rms_m,
    )


def _place_pixel(transform: Sequence[float], x: float, y: float) -> Corner:
    a, b, c, d, e, f = transform
    return (a * x + b * y + c, d * x + e * y + f)
