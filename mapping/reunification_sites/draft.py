"""The wanted content of a reunification site. Pure: no Django."""

from dataclasses import dataclass
from datetime import date

from mapping.reunification_sites.capacity import Capacity
from mapping.reunification_sites.geometry import LonLat
from mapping.vocabulary import ReunificationAreaKind, RouteMode

# Speeds to assume where none was measured: a class on foot, a bus and a car in town.
SPEED_M_PER_S = {RouteMode.WALK: 1.2, RouteMode.BUS: 8.0, RouteMode.CAR: 10.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDraft:
    kind: ReunificationAreaKind
    label: str
    ring: tuple[LonLat, ...]
    capacity: Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDraft:
    """`distance_m` and `time_s` are worked out from the line where they are None."""

    mode: RouteMode
    name: str
    line: tuple[LonLat, ...]
    distance_m: int | None
    time_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReunificationDraft:
    """Everything that is stored of a site but its school, its id and who wrote it."""

    rank: int
    name: str
    is_on_campus: bool
    address: str
    location: LonLat
    host: str
    agreement_reference: str
    agreement_expires_on: date | None
    capacity_students: int | None
    capacity_adults: int | None
    capacity_cars: int | None
    capacity_buses: int | None
    access_notes: str
    power: str
    languages: tuple[str, ...]
    kit_location: str
    last_exercised_on: date | None
    screens: tuple[tuple[LonLat, ...], ...]
    areas: tuple[AreaDraft, ...]
    routes: tuple[RouteDraft, ...]
