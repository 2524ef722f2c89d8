"""One thing drawn on a floorplan, whatever its table: what edits and differences between versions speak of. Pure."""

import json
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from pydantic import JsonValue, TypeAdapter

from mapping.vocabulary import FeatureKind

type Json = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFile:
    """The stored bytes of a photo, by their hash."""

    sha256: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`ref` names the same thing in every version of its floor; `id` is this version's own. `geometry` is GeoJSON."""

    id: UUID
    kind: FeatureKind
    category: str
    ref: str
    geometry: str
    number: str = ""
    name: str = ""
    is_exterior: bool = False
    is_lockable: bool | None = None
    correlation_id: UUID | None = None
    about_ref: str = ""
    photo: PhotoFile | None = None

    def shape(self) -> Json:
        """Return the geometry as a GeoJSON object."""
        found: Json = json.loads(self.geometry)
        return found

    def words(self) -> str:
        """Return what people call it: number and name, else its category."""
        return " ".join(part for part in (self.number, self.name) if part) or self.category


@cache
def _drawn_adapter() -> TypeAdapter[Drawn]:
    return TypeAdapter(Drawn)


def json_of(drawn: Drawn | None) -> Json | None:
    """Return what is stored of a thing in the list of edits."""
    if drawn is None:
        return None
    dumped: Json = _drawn_adapter().dump_python(drawn, mode="json")
    return dumped


def drawn_from_json(stored: Json | None) -> Drawn | None:
    """Return the thing that was stored."""
    return None if stored is None else _drawn_adapter().validate_python(stored)


def with_id(drawn: Drawn, new_id: UUID) -> Drawn:
    """Return the same thing as part of the next version."""
    return replace(drawn, id=new_id)
