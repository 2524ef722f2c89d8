"""Draw lines and zones on the map, and erase them."""

from django.contrib.gis.geos import GEOSGeometry, LineString, Polygon

from coordination import incident_log
from coordination.actions.audiences import check_audience
from coordination.actions.places import check_level
from coordination.errors import IdTaken, ShapeNotFound
from coordination.incident_log import Turn
from coordination.models import Shape
from coordination.vocabulary import Audience
from coordination.wire import events
from coordination.wire.commands import DrawShape, EraseShape


def draw_shape(*, turn: Turn, command: DrawShape) -> None:
    """Draw a shape. Raises: IdTaken, AudienceNotAllowed, LevelNotAtSite."""
    audience = check_audience(turn, command.audience)
    level_id = check_level(turn, command.level_id)
    if Shape.objects.filter(room=turn.room, shape_id=command.shape_id).exists():
        raise IdTaken(pointer="/shape_id")
    Shape.objects.create(
        room=turn.room,
        shape_id=command.shape_id,
        kind=command.kind.value,
        geometry=geometry_from_points(command),
        label=command.label or "",
        level_id=level_id,
        audience=audience.value,
        drawn_by=turn.participant,
        drawn_at=turn.at,
    )
    event = events.ShapeDrawn(
        shape_id=command.shape_id,
        kind=command.kind,
        points=command.points,
        label=command.label,
        level_id=level_id,
    )
    incident_log.append(turn, event, audience=audience)


def geometry_from_points(command: DrawShape) -> GEOSGeometry:
    """Return the geometry of a drawing; people draw rings that cross themselves, and that is kept as drawn."""
    if command.kind.is_line:
        return LineString(*command.points, srid=4326)
    return Polygon((*command.points, command.points[0]), srid=4326)


def erase_shape(*, turn: Turn, command: EraseShape) -> None:
    """Take a shape off the map. Raises: ShapeNotFound."""
    shape = Shape.objects.filter(
        room=turn.room,
        shape_id=command.shape_id,
        erased_at__isnull=True,
        audience__in=[audience.value for audience in turn.grant.audiences],
    ).first()
    if shape is None:
        raise ShapeNotFound(pointer="/shape_id")
    Shape.objects.filter(pk=shape.pk).update(erased_at=turn.at)
    incident_log.append(turn, events.ShapeErased(shape_id=command.shape_id), audience=Audience(shape.audience))
