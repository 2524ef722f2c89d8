"""What the reunification sites' HTTP interface takes and answers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mapping.reunification_sites.capacity import Capacity, Held
from mapping.reunification_sites.draft import AreaDraft, ReunificationDraft, RouteDraft
from mapping.sites.schemas import Answer, Asked
from mapping.vocabulary import NAME_MAX_CHARS, ReunificationAreaKind, RouteMode

type Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_MAX_CHARS)]
type SiteName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_MAX_CHARS)]
type Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
type Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
type LonLat = tuple[Lon, Lat]
type Amount = Annotated[int, Field(ge=0, le=1_000_000)]


class AreaIn(Asked):
    """`ring`: at least three corners, longitude before latitude; it is closed if it is not."""

    kind: ReunificationAreaKind
    label: Text = ""
    capacity_students: Amount | None = None
    capacity_adults: Amount | None = None
    capacity_cars: Amount | None = None
    capacity_buses: Amount | None = None
    ring: Annotated[tuple[LonLat, ...], Field(min_length=3, max_length=200)]

    def draft(self) -> AreaDraft:
        """Return it as the action wants it."""
        holds = Capacity(
            students=self.capacity_students,
            adults=self.capacity_adults,
            cars=self.capacity_cars,
            buses=self.capacity_buses,
        )
        return AreaDraft(kind=self.kind, label=self.label, ring=self.ring, capacity=holds)


class RouteIn(Asked):
    """Distance and time are worked out from the line where they are not given."""

    mode: RouteMode
    name: Text = ""
    line: Annotated[tuple[LonLat, ...], Field(min_length=2, max_length=500)]
    distance_m: Amount | None = None
    time_s: Amount | None = None


class ReunificationIn(Asked):
    """A reunification site whole: what is left out is emptied."""

    rank: Annotated[int, Field(ge=1, le=20)]
    name: SiteName
    is_on_campus: bool
    lon: Lon
    lat: Lat
    address: Text = ""
    host: Text = ""
    agreement_reference: Text = ""
    agreement_expires_on: date | None = None
    capacity_students: Amount | None = None
    capacity_adults: Amount | None = None
    capacity_cars: Amount | None = None
    capacity_buses: Amount | None = None
    access_notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    power: Text = ""
    languages: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=40)], ...], Field(max_length=20)
    ] = ()
    kit_location: Text = ""
    last_exercised_on: date | None = None
    screens: Annotated[
        tuple[Annotated[tuple[LonLat, ...], Field(min_length=2, max_length=200)], ...], Field(max_length=50)
    ] = ()
    areas: Annotated[tuple[AreaIn, ...], Field(max_length=40)] = ()
    routes: Annotated[tuple[RouteIn, ...], Field(max_length=10)] = ()

    def draft(self) -> ReunificationDraft:
        """Return it as the action wants it."""
        plain = self.model_dump(exclude={"lon", "lat", "areas", "routes"})
        return ReunificationDraft(
            **plain,
            location=(self.lon, self.lat),
            areas=tuple(one.draft() for one in self.areas),
            routes=tuple(
                RouteDraft(mode=one.mode, name=one.name, line=one.line, distance_m=one.distance_m, time_s=one.time_s)
                for one in self.routes
            ),
        )


class AreaOut(Answer):
    id: UUID
    kind: ReunificationAreaKind
    label: str
    ring: tuple[tuple[float, float], ...]
    capacity_students: int | None
    capacity_adults: int | None
    capacity_cars: int | None
    capacity_buses: int | None


class RouteOut(Answer):
    id: UUID
    mode: RouteMode
    name: str
    line: tuple[tuple[float, float], ...]
    distance_m: int
    time_s: int


class ReunificationOut(Answer):
    """`bearing_deg` and `distance_m` from the school; `sight_lines` join parents and students whom nothing drawn parts.

    `capacity_…` is what is stated of the whole site; `holds` is what counts, by its areas where they say how many.
    `etag` is what `If-Match` wants.
    """

    id: UUID
    site_id: UUID
    rank: int
    name: str
    is_on_campus: bool
    address: str
    lon: float
    lat: float
    bearing_deg: int
    distance_m: int
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
    screens: tuple[tuple[tuple[float, float], ...], ...]
    areas: tuple[AreaOut, ...]
    routes: tuple[RouteOut, ...]
    sight_lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    holds: tuple[Held, ...]
    edit_number: int
    etag: str = ""


class PointOut(Answer):
    criterion: str
    value: float
    weight: float
    code: str
    numbers: tuple[int, ...]


class RecommendationOut(Answer):
    """A site with its score, 0 to 100, and each point that went into it; docs/maps.md lists criteria and codes."""

    id: UUID
    name: str
    lon: float
    lat: float
    score: int
    points: tuple[PointOut, ...]
    warnings: tuple[str, ...]
