"""What the map's HTTP interface answers with."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mapping.sites.queries import Box
from mapping.vocabulary import Freshness


class Answer(BaseModel):
    """Built from the frozen views of the queries; closed, so that a stray field is a fault."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Asked(BaseModel):
    """What a client sends; a stray field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MadeOut(Answer):
    id: UUID


class GridOut(Answer):
    """The site's grid: square n across and m down (from 0) begins at west + n * lon_step_deg, north - m * lat_step_deg.

    Columns are lettered A to Z without I and O, then AA, AB and on; rows are numbered from 1. The same on every floor.
    """

    west: float
    north: float
    cell_m: float
    lon_step_deg: float
    lat_step_deg: float
    columns: int
    rows: int


class SiteOut(Answer):
    id: UUID
    name: str
    address: str
    district_id: UUID
    district_name: str
    school_id: UUID | None
    lon: float
    lat: float
    bounds: Box
    grid: GridOut | None
    time_zone: str


class LevelOut(Answer):
    id: UUID
    building_id: UUID | None
    building_name: str
    ordinal: float
    name: str
    short_name: str
    floorplan_id: UUID | None
    version: int | None
    imported_at: datetime | None
    verified_on: date | None
    verified_by: str
    freshness: Freshness | None
    age_days: int | None
    ageing_after_days: int
    overdue_after_days: int
    space_count: int


class ControlPointOut(Answer):
    """A point in pixels from the top left and where it is; `residual_m` is by how much the placement misses it."""

    x: float
    y: float
    lon: float
    lat: float
    residual_m: float


class ScanOut(Answer):
    """`bounds`: west, south, east, north of the picture that is shown, north up. `corners`: of the picture as it came,
    top left, top right, bottom right, bottom left, as lon, lat. `transform`: lon = a x + b y + c, lat = d x + e y + f.
    """

    floorplan_id: UUID
    media_type: str
    page: int
    width_px: int
    height_px: int
    bounds: Box
    corners: tuple[tuple[float, float], ...]
    transform: tuple[float, ...]
    control_points: tuple[ControlPointOut, ...]
    rms_m: float


class RosterEntryOut(Answer):
    name: str
    title: str
    role: str
    agency_name: str
    is_on_duty: bool


class FacilityOut(Answer):
    id: UUID
    kind: str
    name: str
    agency_id: UUID | None
    agency_name: str
    address: str
    phone: str
    lon: float
    lat: float


class PlaceOut(Answer):
    """One thing a text can mean. `words` are what to say on the radio; `why` tells what of the text it was found by."""

    kind: str
    id: UUID | None
    level_id: UUID | None
    lon: float
    lat: float
    confidence: float
    label: str
    words: str
    why: str


class ResolvedOut(Answer):
    query: str
    places: list[PlaceOut]
