"""Read stations and hospitals in a box."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from mapping.models import Facility
from mapping.models.spatial import SpatialQuerySet
from mapping.sites.queries import Box
from mapping.vocabulary import FacilityKind
from mou.foundation.value_of import ValueOf

# A viewport that holds more is too wide to show them as points anyway.
MAX_FACILITIES = 2_000


@dataclass(frozen=True, slots=True)
class FacilityView:
    """A station or hospital."""

    id: UUID
    kind: Annotated[str, ValueOf(FacilityKind)]
    name: str
    agency_id: UUID | None
    agency_name: str
    address: str
    phone: str
    lon: float
    lat: float


def facility_views(facilities: SpatialQuerySet[Facility], box: Box) -> list[FacilityView]:
    """Return the facilities in a box (west, south, east, north), through the spatial index. One query."""
    return [_facility_view(one) for one in facilities.in_bbox(box, column="location")[:MAX_FACILITIES]]


def _facility_view(facility: Facility) -> FacilityView:
    return FacilityView(
        id=facility.pk,
        kind=facility.kind,
        name=facility.name,
        agency_id=facility.agency_id,
        agency_name="" if facility.agency is None else facility.agency.name,
        address=facility.address,
        phone=facility.phone,
        lon=facility.location.x,
        lat=facility.location.y,
    )
