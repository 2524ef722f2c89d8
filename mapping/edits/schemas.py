"""What the interface for versions and drafts of a floor takes and answers."""

import json
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, FiniteFloat, StringConstraints

from mapping.edits.rules.feature_rules import MAX_POSITIONS, FeatureChange, FeatureDraft
from mapping.plans.drawn_things.drawn import Drawn
from mapping.sites.schemas import Answer, Asked
from mapping.vocabulary import NAME_MAX_CHARS, NUMBER_MAX_CHARS, ChangeKind, FeatureKind

type Position = tuple[
    Annotated[FiniteFloat, Field(ge=-180, le=180)],
    Annotated[FiniteFloat, Field(ge=-90, le=90)],
]
type Line = Annotated[list[Position], Field(min_length=2, max_length=MAX_POSITIONS)]
type Ring = Annotated[list[Position], Field(min_length=4, max_length=MAX_POSITIONS)]
type Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NUMBER_MAX_CHARS)]
type Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_MAX_CHARS)]


class PointShape(Asked):
    type: Literal["Point"]
    coordinates: Position


class LineShape(Asked):
    type: Literal["LineString"]
    coordinates: Line


class LinesShape(Asked):
    type: Literal["MultiLineString"]
    coordinates: Annotated[list[Line], Field(min_length=1, max_length=100)]


class PolygonShape(Asked):
    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=100)]


class PolygonsShape(Asked):
    type: Literal["MultiPolygon"]
    coordinates: Annotated[
        list[Annotated[list[Ring], Field(min_length=1, max_length=100)]], Field(min_length=1, max_length=100)
    ]


type Shape = Annotated[PointShape | LineShape | LinesShape | PolygonShape | PolygonsShape, Field(discriminator="type")]


class FeatureIn(Asked):
    """A thing to draw. Rings are closed: their first point comes again at the end (RFC 7946)."""

    kind: FeatureKind
    category: str = Field(max_length=40)
    geometry: Shape
    number: Number = ""
    name: Name = ""
    is_exterior: bool = False
    is_lockable: bool | None = None

    def draft(self) -> FeatureDraft:
        """Return the input of the action."""
        return FeatureDraft(
            kind=self.kind,
            category=self.category,
            geometry=self.geometry.model_dump_json(),
            number=self.number,
            name=self.name,
            is_exterior=self.is_exterior,
            is_lockable=self.is_lockable,
        )


class FeaturePatch(Asked):
    """What to change of a thing; what is left out or null stays."""

    category: str | None = Field(default=None, max_length=40)
    geometry: Shape | None = None
    number: Number | None = None
    name: Name | None = None
    is_exterior: bool | None = None
    is_lockable: bool | None = None

    def change(self) -> FeatureChange:
        """Return the input of the action."""
        return FeatureChange(
            category=self.category,
            geometry=None if self.geometry is None else self.geometry.model_dump_json(),
            number=self.number,
            name=self.name,
            is_exterior=self.is_exterior,
            is_lockable=self.is_lockable,
        )


class WalkIn(Asked):
    """Who walked it: the caller, on a day, with these agencies or people."""

    walked_on: date
    walked_with: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=120)]], Field(max_length=20)]
    note: str = Field(default="", max_length=4000)


class FeatureOut(Answer):
    """A thing as GeoJSON."""

    type: Literal["Feature"] = "Feature"
    id: UUID
    geometry: Shape
    properties: "FeatureProperties"


class FeatureProperties(Answer):
    kind: FeatureKind
    category: str
    number: str
    name: str
    is_exterior: bool
    is_lockable: bool | None


class EditOut(Answer):
    """What an edit came to: its number, the thing as it is now (null: it is gone), what can be undone and redone."""

    edit: int
    feature_id: UUID
    feature: FeatureOut | None
    can_undo: bool
    can_redo: bool


class ChangeOut(Answer):
    kinds: list[ChangeKind]
    before: FeatureOut | None
    after: FeatureOut | None


class FloorDifferenceOut(Answer):
    """Every thing that differs between two versions of one floor."""

    before_version: int
    after_version: int
    changes: list[ChangeOut]


def feature_out(thing: Drawn | None) -> FeatureOut | None:
    """Return a thing as it is answered."""
    if thing is None:
        return None
    return FeatureOut.model_validate(
        {
            "id": thing.id,
            "geometry": json.loads(thing.geometry),
            "properties": {
                "kind": thing.kind,
                "category": thing.category,
                "number": thing.number,
                "name": thing.name,
                "is_exterior": thing.is_exterior,
                "is_lockable": thing.is_lockable,
            },
        }
    )
