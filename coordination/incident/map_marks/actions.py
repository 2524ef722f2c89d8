"""Put markers and shapes on the map, move them, take them off."""

from uuid import UUID

from coordination.errors import IdTaken, MarkerNotFound, ShapeNotFound
from coordination.incident.command.holding import check_in_command
from coordination.incident.map_marks.capability import (
    DrawShape,
    EraseShape,
    Marker,
    MarkerMoved,
    MarkerPlaced,
    MarkerRemoved,
    MoveMarker,
    PlaceMarker,
    RemoveMarker,
    Shape,
    ShapeDrawn,
    ShapeErased,
)
from coordination.room.checks import checked_audience, checked_level
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create, patch_to_remove
from coordination.vocabulary import MarkerKind, ShapeKind

# Others stake their lives on these: only their author or command moves or removes them.
GUARDED_MARKERS = frozenset({MarkerKind.COMMAND_POST})
GUARDED_SHAPES = frozenset({ShapeKind.HOT_ZONE})


def place_marker(*, context: CommandContext, command: PlaceMarker) -> None:
    """Place a marker. Raises: IdTaken, AudienceNotAllowed, LevelNotAtSite."""
    audience = checked_audience(context, command.audience)
    level_id = checked_level(context, command.level_id)
    if context.objects.is_taken(Marker, command.marker_id):
        raise IdTaken(pointer="/marker_id")
    marker = patch_to_create(
        Marker,
        command.marker_id,
        kind=command.kind,
        label=command.label,
        lon=command.lon,
        lat=command.lat,
        level_id=level_id,
        audience=audience,
        placed_by=context.participant.id,
        placed_at=context.at_text,
        moved_at=context.at_text,
    )
    context.append(MarkerPlaced(marker_id=command.marker_id), patch=marker, audience=audience)


def move_marker(*, context: CommandContext, command: MoveMarker) -> None:
    """Move a marker that the asker can see. Raises: MarkerNotFound, NotInCommand, LevelNotAtSite."""
    marker = _find_marker(context, command)
    _check_guarded(context, is_guarded=marker.kind in GUARDED_MARKERS, author=marker.placed_by)
    level_id = checked_level(context, command.level_id)
    moved = patch_to_change(
        Marker, command.marker_id, lon=command.lon, lat=command.lat, level_id=level_id, moved_at=context.at_text
    )
    readers = context.objects.readers_of(Marker, command.marker_id)
    context.append(MarkerMoved(marker_id=command.marker_id), patch=moved, audience=readers)


def remove_marker(*, context: CommandContext, command: RemoveMarker) -> None:
    """Take a marker off the map. Raises: MarkerNotFound, NotInCommand."""
    marker = _find_marker(context, command)
    _check_guarded(context, is_guarded=marker.kind in GUARDED_MARKERS, author=marker.placed_by)
    event = MarkerRemoved(marker_id=command.marker_id)
    readers = context.objects.readers_of(Marker, command.marker_id)
    context.append(event, patch=patch_to_remove(Marker, command.marker_id), audience=readers)


def _find_marker(context: CommandContext, command: MoveMarker | RemoveMarker) -> Marker:
    marker = context.objects.get(Marker, command.marker_id)
    if marker is None:
        raise MarkerNotFound(pointer="/marker_id")
    return marker


def draw_shape(*, context: CommandContext, command: DrawShape) -> None:
    """Draw a shape; a ring that crosses itself is kept. Raises: IdTaken, AudienceNotAllowed, LevelNotAtSite."""
    audience = checked_audience(context, command.audience)
    level_id = checked_level(context, command.level_id)
    if context.objects.is_taken(Shape, command.shape_id):
        raise IdTaken(pointer="/shape_id")
    shape = patch_to_create(
        Shape,
        command.shape_id,
        kind=command.kind,
        points=command.points,
        label=command.label,
        level_id=level_id,
        audience=audience,
        drawn_by=context.participant.id,
        drawn_at=context.at_text,
    )
    context.append(ShapeDrawn(shape_id=command.shape_id), patch=shape, audience=audience)


def erase_shape(*, context: CommandContext, command: EraseShape) -> None:
    """Take a shape off the map. Raises: ShapeNotFound, NotInCommand."""
    shape = context.objects.get(Shape, command.shape_id)
    if shape is None:
        raise ShapeNotFound(pointer="/shape_id")
    _check_guarded(context, is_guarded=shape.kind in GUARDED_SHAPES, author=shape.drawn_by)
    context.append(
        ShapeErased(shape_id=command.shape_id), patch=patch_to_remove(Shape, command.shape_id), audience=shape.audience
    )


def _check_guarded(context: CommandContext, *, is_guarded: bool, author: UUID) -> None:
    if is_guarded and author != context.participant.pk:
        check_in_command(context)
