"""Put markers on the map, move them, take them off."""

from uuid import UUID

from django.contrib.gis.geos import Point

from coordination import incident_log
from coordination.actions.audiences import check_audience
from coordination.actions.places import check_level
from coordination.errors import IdTaken, MarkerNotFound
from coordination.incident_log import Turn
from coordination.models import Marker
from coordination.vocabulary import Audience
from coordination.wire import events
from coordination.wire.commands import MoveMarker, PlaceMarker, RemoveMarker


def place_marker(*, turn: Turn, command: PlaceMarker) -> None:
    """Place a marker. Raises: IdTaken, AudienceNotAllowed, LevelNotAtSite."""
    audience = check_audience(turn, command.audience)
    level_id = check_level(turn, command.level_id)
    if Marker.objects.filter(room=turn.room, marker_id=command.marker_id).exists():
        raise IdTaken(pointer="/marker_id")
    Marker.objects.create(
        room=turn.room,
        marker_id=command.marker_id,
        kind=command.kind.value,
        label=command.label,
        location=Point(command.lon, command.lat, srid=4326),
        level_id=level_id,
        audience=audience.value,
        placed_by=turn.participant,
        placed_at=turn.at,
        moved_at=turn.at,
    )
    event = events.MarkerPlaced(
        marker_id=command.marker_id,
        kind=command.kind,
        label=command.label,
        lon=command.lon,
        lat=command.lat,
        level_id=level_id,
    )
    incident_log.append(turn, event, audience=audience)


def move_marker(*, turn: Turn, command: MoveMarker) -> None:
    """Move a marker that the asker can see. Raises: MarkerNotFound, LevelNotAtSite."""
    marker = _marker(turn, command.marker_id)
    level_id = check_level(turn, command.level_id)
    Marker.objects.filter(pk=marker.pk).update(
        location=Point(command.lon, command.lat, srid=4326), level_id=level_id, moved_at=turn.at
    )
    event = events.MarkerMoved(marker_id=command.marker_id, lon=command.lon, lat=command.lat, level_id=level_id)
    incident_log.append(turn, event, audience=Audience(marker.audience))


def remove_marker(*, turn: Turn, command: RemoveMarker) -> None:
    """Take a marker off the map. Raises: MarkerNotFound."""
    marker = _marker(turn, command.marker_id)
    Marker.objects.filter(pk=marker.pk).update(removed_at=turn.at)
    incident_log.append(turn, events.MarkerRemoved(marker_id=command.marker_id), audience=Audience(marker.audience))


def _marker(turn: Turn, marker_id: UUID) -> Marker:
    marker = Marker.objects.filter(
        room=turn.room,
        marker_id=marker_id,
        removed_at__isnull=True,
        audience__in=[audience.value for audience in turn.grant.audiences],
    ).first()
    if marker is None:
        raise MarkerNotFound(pointer="/marker_id")
    return marker
