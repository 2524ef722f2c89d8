"""What a gazetteer has, for the description. `wire.py` writes it as text; nothing is made of these classes."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue

PLACE_ROW = (
    "A row for each place: id, kinds, keys, phrase, floor (its number in `floors`), lon, lat, how it is said, number,"
    " door, side of the building."
)
Degrees = Annotated[float, Field(description="In degrees (WGS 84).")]


class GazetteerFloorOut(BaseModel):
    """A floor, and the words it is found by."""

    id: UUID
    building: str
    name: str
    keys: list[str] = Field(description="The floor's names as a text is compared with them.")
    phrases: list[str] = Field(description="Words that in this order name the floor.")
    said: str = Field(description="How the floor is said, in the language asked for.")
    middle: tuple[float, float] | None = Field(
        description="Where the floor lies, as `[lon, lat]`, if nothing on it has a name; else null."
    )


class GazetteerGridOut(BaseModel):
    """The site's grid: cells from the north-west corner, letters to the east and numbers to the south."""

    west: Degrees
    north: Degrees
    lon_step_deg: float
    lat_step_deg: float
    columns: int
    rows: int


class GazetteerOut(BaseModel):
    """What a client needs to find and say places of a site without asking again."""

    version: str = Field(description="Names this state of the plans; the ETag has it.")
    lexicon: dict[str, JsonValue] = Field(description="The words that texts are read by, in both languages.")
    say: dict[str, JsonValue] = Field(description="The words that places are said by, in the language asked for.")
    floors: list[GazetteerFloorOut]
    has_many_buildings: bool
    places: list[list[JsonValue]] = Field(description=PLACE_ROW)
    grid: GazetteerGridOut | None
