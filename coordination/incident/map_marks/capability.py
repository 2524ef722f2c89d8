"""Markers, lines and zones that people put on the map. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    gettext_noop,
)
from coordination.room.wire.addressed import AudienceWord
from coordination.room.wire.model import Label, LonLat, Placed
from coordination.vocabulary import Audience, MarkerKind, ShapeKind

MAX_SHAPE_POINTS = 2000


class Marker(RoomObject):
    """A marker on the map."""

    state_key: ClassVar = "markers"
    faces: ClassVar = Faces(map="map/markers.js", board="map/live_map.js", table="incident/twin/twin_sources.js")
    kind: MarkerKind
    label: str
    lon: float
    lat: float
    level_id: UUID | None = None
    audience: AudienceWord
    placed_by: UUID
    placed_at: str
    moved_at: str


class Shape(RoomObject):
    """A line or zone on the map."""

    state_key: ClassVar = "shapes"
    faces: ClassVar = Faces(map="map/shapes.js", board="map/live_map.js", table="incident/twin/twin_sources.js")
    kind: ShapeKind
    points: tuple[LonLat, ...]
    label: str | None = None
    level_id: UUID | None = None
    audience: Audience
    drawn_by: UUID
    drawn_at: str


class PlaceMarker(Placed, Command):
    """Put a marker on the map. `marker_id` is made by the client."""

    type: Literal["place_marker"]
    marker_id: UUID
    kind: MarkerKind
    label: Label
    audience: Audience = Audience.EVERYONE


class MoveMarker(Placed, Command):
    """Move a marker; its label and audience stay."""

    type: Literal["move_marker"]
    marker_id: UUID


class RemoveMarker(Command):
    """Take a marker off the map; the log keeps it."""

    type: Literal["remove_marker"]
    marker_id: UUID


class DrawShape(Command):
    """Draw a line (>= 2 different points) or a zone (>= 3 different points, the first not repeated at the end)."""

    type: Literal["draw_shape"]
    shape_id: UUID
    kind: ShapeKind
    points: Annotated[tuple[LonLat, ...], Field(min_length=2, max_length=MAX_SHAPE_POINTS)]
    label: Label | None = None
    level_id: UUID | None = None
    audience: Audience = Audience.EVERYONE

    @model_validator(mode="after")
    def a_shape_has_an_extent(self) -> Self:
        fewest = 2 if self.kind.is_line else 3
        if len(set(self.points)) < fewest:
            raise ValueError(f"such a shape needs at least {fewest} different points")
        return self


class EraseShape(Command):
    """Take a shape off the map; the log keeps it."""

    type: Literal["erase_shape"]
    shape_id: UUID


class MarkerPlaced(Event):
    type: Literal["marker_placed"] = "marker_placed"
    marker_id: UUID


class MarkerMoved(Event):
    type: Literal["marker_moved"] = "marker_moved"
    marker_id: UUID


class MarkerRemoved(Event):
    type: Literal["marker_removed"] = "marker_removed"
    marker_id: UUID


class ShapeDrawn(Event):
    type: Literal["shape_drawn"] = "shape_drawn"
    shape_id: UUID


class ShapeErased(Event):
    type: Literal["shape_erased"] = "shape_erased"
    shape_id: UUID


MARKER, SHAPE = About(Marker, "marker_id"), About(Shape, "shape_id")
CAPABILITY = Capability(
    title=gettext_noop("Marks on the map"),
    objects=(Marker, Shape),
    needs=("command",),
    commands=(
        CommandRule(PlaceMarker, need=RoomNeed.READ, touches={"marker_id": Marker}),
        CommandRule(MoveMarker, need=RoomNeed.READ, touches={"marker_id": Marker}),
        CommandRule(RemoveMarker, need=RoomNeed.READ, touches={"marker_id": Marker}),
        CommandRule(DrawShape, need=RoomNeed.READ, touches={"shape_id": Shape}),
        CommandRule(EraseShape, need=RoomNeed.READ, touches={"shape_id": Shape}),
    ),
    events=(
        EventRule(MarkerPlaced, words=gettext_noop("Placed {kind}: {label}"), alert=NO_ONE, about=MARKER),
        EventRule(MarkerMoved, words=gettext_noop("Moved {kind}: {label}"), alert=NO_ONE, about=MARKER),
        EventRule(MarkerRemoved, words=gettext_noop("Took off the map: {kind}, {label}"), alert=NO_ONE, about=MARKER),
        EventRule(ShapeDrawn, words=gettext_noop("Drew {kind} · {label}"), alert=NO_ONE, about=SHAPE),
        EventRule(ShapeErased, words=gettext_noop("Erased {kind} · {label}"), alert=NO_ONE, about=SHAPE),
    ),
)
