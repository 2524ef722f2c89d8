"""What the reunification sites' HTTP interface takes and answers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mapping.reunification_sites.capacity import Capacity
from mapping.reunification_sites.draft import AreaDraft, ReunificationDraft, RouteDraft
from mapping.reunification_sites.recommend import Point
from mapping.sites.schemas import Answer, Asked
from mapping.vocabulary import NAME_MAX_CHARS, ReunificationAreaKind, RouteMode

type Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_MAX_CHARS)]
type SiteName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_MAX_CHARS)]
type Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
type Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
type LonLatIn = tuple[Lon, Lat]
type Amount = Annotated[int, Field(ge=0, le=1_000_000)]


class AreaIn(Asked):
    """`ring`: at least three corners, longitude before latitude; it is closed if it is not."""

    kind: ReunificationAreaKind
    label: Text = ""
    capacity_students: Amount | None = None
    capacity_adults: Amount | None = None
    capacity_cars: Amount | None = None
    capacity_buses: Amount | None = None
    ring: Annotated[tuple[LonLatIn, ...], Field(min_length=3, max_length=200)]

    def draft(self) -> AreaDraft:
        """Return the input of the action."""
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
    line: Annotated[tuple[LonLatIn, ...], Field(min_length=2, max_length=500)]
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
        tuple[Annotated[tuple[LonLatIn, ...], Field(min_length=2, max_length=200)], ...], Field(max_length=50)
    ] = ()
    areas: Annotated[tuple[AreaIn, ...], Field(max_length=40)] = ()
    routes: Annotated[tuple[RouteIn, ...], Field(max_length=10)] = ()

    def draft(self) -> ReunificationDraft:
        """Return the input of the action."""
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


class RecommendationOut(Answer):
    """A site with its score, 0 to 100, and each point of it; docs/capabilities/maps.md lists criteria and codes."""

    id: UUID
    name: str
    lon: float
    lat: float
    score: int
    points: tuple[Point, ...]
    warnings: tuple[str, ...]
