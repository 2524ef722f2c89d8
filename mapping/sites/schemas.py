"""What the map's HTTP interface answers with."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mapping.vocabulary import Freshness


class Answer(BaseModel):
    """Built from the frozen views of the queries; closed, so that a stray field is a fault."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Asked(BaseModel):
    """What a client sends; a stray field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MadeOut(Answer):
    id: UUID


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
