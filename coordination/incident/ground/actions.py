"""Set places with a meaning, say what was seen and how doors are, and change or end that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from coordination.errors import IdTaken
from coordination.incident.command.holding import command_of
from coordination.incident.ground.capability import (
    CloseGroundPlace,
    ConfirmGroundPlace,
    ConfirmSighting,
    DoorState,
    DoorTold,
    GroundPlace,
    GroundPlaceClosed,
    GroundPlaceConfirmed,
    GroundPlaceRelabeled,
    GroundPlaceReshaped,
    GroundPlaceSet,
    RelabelGroundPlace,
    ReportSighting,
    ReshapeGroundPlace,
    SetGroundPlace,
    Sighting,
    SightingConfirmed,
    SightingReported,
    SightingTakenBack,
    TakeBackSighting,
    TellDoor,
)
from coordination.incident.ground.errors import (
    GroundIsFull,
    GroundPlaceNotFound,
    GroundPlaceNotSaid,
    GroundPlaceOfOthers,
    GroundShapeDoesNotFit,
    OnlyRespondersHaveGround,
    SightingNotFound,
    SightingOfOthers,
)
from coordination.incident.ground.errors import GroundPlaceClosed as PlaceIsClosed
from coordination.incident.ground.errors import SightingTakenBack as SightingIsTakenBack
from coordination.incident.ground.places import LonLat, door_of, place_of_rooms, point_of_room
from coordination.incident.ground.rules.authority import check_may_change, function_that_sets
from coordination.incident.ground.rules.doors import check_door_step
from coordination.incident.ground.telling import told_of_sighting
from coordination.incident.ground.vocabulary import GroundKind, GroundShape, SightingKind
from coordination.room.checks import checked_audience, checked_level
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.frames import time_text
from coordination.vocabulary import Audience

__all__ = ["told_of_sighting"]

READERS = Audience.RESPONDERS
# What stands; closed and taken back ones do not count. No one person of the school fills the list for responders.
MOST_PLACES, MOST_SIGHTINGS, MOST_OF_ONE = 100, 200, 20


@dataclass(frozen=True, slots=True)
class _Where:
    points: tuple[LonLat, ...]
    level_id: UUID | None
    words: str | None


# --- places -------------------------------------------------------------------------------------------------------
def set_ground_place(*, context: CommandContext, command: SetGroundPlace) -> None:
    """Set a place. Its kind says who reads it.

    Raises: OnlyRespondersHaveGround, IdTaken, GroundOfOtherFunction, GroundIsFull, GroundPlaceNotSaid,
    GroundShapeDoesNotFit, GroundRoomsOfSeveralFloors, RoomNotAtSite, LevelNotAtSite.
    """
    _check_responder(context)
    if context.objects.is_taken(GroundPlace, command.place_id):
        raise IdTaken(pointer="/place_id")
    function = function_that_sets(
        command.kind, agency_kind=context.participant.agency_kind, is_command=_is_command(context)
    )
    if sum(one.closed_at is None for _, one in context.objects.all(GroundPlace)) >= MOST_PLACES:
        raise GroundIsFull
    where = _shape_place(context, command, command.kind)
    patch = patch_to_create(
        GroundPlace,
        command.place_id,
        kind=command.kind,
        name=command.name,
        points=where.points,
        level_id=where.level_id,
        where=where.words,
        function=function,
        set_by=context.participant.pk,
        set_at=context.at_text,
    )
    event = GroundPlaceSet(
        place_id=command.place_id, kind=command.kind, name=command.name, where=where.words, function=function
    )
    context.append(event, patch=patch, audience=command.kind.readers)


def reshape_ground_place(*, context: CommandContext, command: ReshapeGroundPlace) -> None:
    """Move a place or give it another shape.

    Raises: as set_ground_place; GroundPlaceNotFound, GroundPlaceClosed, GroundPlaceOfOthers.
    """
    place = _find_own_place(context, command.place_id)
    where = _shape_place(context, command, place.kind)
    patch = patch_to_change(
        GroundPlace,
        command.place_id,
        points=where.points,
        level_id=where.level_id,
        where=where.words,
        shaped_by=context.participant.pk,
        shaped_at=context.at_text,
    )
    event = GroundPlaceReshaped(place_id=command.place_id, kind=place.kind, name=place.name, where=where.words)
    context.append(event, patch=patch, audience=place.kind.readers)


def relabel_ground_place(*, context: CommandContext, command: RelabelGroundPlace) -> None:
    """Call a place something else. Raises: GroundPlaceNotFound, GroundPlaceClosed, GroundPlaceOfOthers."""
    place = _find_own_place(context, command.place_id)
    event = GroundPlaceRelabeled(place_id=command.place_id, kind=place.kind, name=command.name, before=place.name)
    patch = patch_to_change(GroundPlace, command.place_id, name=command.name)
    context.append(event, patch=patch, audience=place.kind.readers)


def confirm_ground_place(*, context: CommandContext, command: ConfirmGroundPlace) -> None:
    """Say that a place still is there: any responder. Raises: GroundPlaceNotFound, GroundPlaceClosed."""
    place = _find_place(context, command.place_id)
    patch = patch_to_change(
        GroundPlace, command.place_id, confirmed_by=context.participant.pk, confirmed_at=context.at_text
    )
    event = GroundPlaceConfirmed(place_id=command.place_id, kind=place.kind, name=place.name)
    context.append(event, patch=patch, audience=place.kind.readers)


def close_ground_place(*, context: CommandContext, command: CloseGroundPlace) -> None:
    """Close a place; it stays in the state as closed. Raises: as relabel_ground_place."""
    place = _find_own_place(context, command.place_id)
    patch = patch_to_change(
        GroundPlace,
        command.place_id,
        closed_by=context.participant.pk,
        closed_at=context.at_text,
        close_reason=command.reason,
    )
    event = GroundPlaceClosed(place_id=command.place_id, kind=place.kind, name=place.name, reason=command.reason)
    context.append(event, patch=patch, audience=place.kind.readers)


def _shape_place(context: CommandContext, command: SetGroundPlace | ReshapeGroundPlace, kind: GroundKind) -> _Where:
    """Return where a place is. Raises: GroundPlaceNotSaid, GroundShapeDoesNotFit, and those of the plans."""
    if (command.points is None) is (command.rooms is None):
        raise GroundPlaceNotSaid(pointer="/points")
    if command.rooms is not None:
        found = place_of_rooms(context.incident, command.rooms, kind.shape, pointer="/rooms")
        return _Where(found.points, found.level_id, found.words)
    assert command.points is not None
    _check_points(command.points, kind.shape)
    return _Where(command.points, checked_level(context, command.level_id), None)


def _check_points(points: Sequence[LonLat], shape: GroundShape) -> None:
    is_point, different = shape is GroundShape.POINT, len(set(points))
    if (is_point and len(points) != 1) or different < shape.value:
        raise GroundShapeDoesNotFit(pointer="/points")


def _find_own_place(context: CommandContext, place_id: UUID) -> GroundPlace:
    """Return a place that the asker changes. Raises: as _find_place; GroundPlaceOfOthers."""
    place = _find_place(context, place_id)
    is_command = _is_command(context)
    _check_is_of_agreement(context, author=place.set_by, is_command=is_command, refusal=GroundPlaceOfOthers)
    check_may_change(
        place.kind,
        set_for=place.function,
        agency_kind=context.participant.agency_kind,
        is_command=is_command,
    )
    return place


def _check_is_of_agreement(
    context: CommandContext,
    *,
    author: UUID,
    is_command: bool,
    refusal: type[GroundPlaceOfOthers | SightingOfOthers],
) -> None:
    """Refuse who came in by a code what is not their own: six digits are overheard, and take away no zone."""
    if context.grant.by_mutual_aid() and not is_command and author != context.participant.pk:
        raise refusal


def _find_place(context: CommandContext, place_id: UUID) -> GroundPlace:
    """Raises: OnlyRespondersHaveGround, GroundPlaceNotFound, GroundPlaceClosed."""
    _check_responder(context)
    place = context.objects.get(GroundPlace, place_id)
    if place is None:
        raise GroundPlaceNotFound(pointer="/place_id")
    if place.closed_at is not None:
        raise PlaceIsClosed(pointer="/place_id")
    return place


def _is_command(context: CommandContext) -> bool:
    """Tell whether the asker is in command; before anyone is, whether they have a command role."""
    commanders = command_of(context).commanders
    return str(context.participant.pk) in commanders if commanders else context.grant.may_command()


def _check_responder(context: CommandContext) -> None:
    """Let only those go on who read what follows. Raises: OnlyRespondersHaveGround."""
    if READERS not in context.grant.audiences:
        raise OnlyRespondersHaveGround


# --- sightings ----------------------------------------------------------------------------------------------------
def report_sighting(*, context: CommandContext, command: ReportSighting) -> None:
    """Say what was seen: every person in the room may.

    Raises: IdTaken, AudienceNotAllowed, GroundIsFull, GroundPlaceNotSaid, RoomNotAtSite, LevelNotAtSite.
    """
    is_responder = READERS in context.grant.audiences
    of_asker = READERS if is_responder else Audience.EVERYONE
    audience = of_asker if command.audience is None else checked_audience(context, command.audience)
    if context.objects.is_taken(Sighting, command.sighting_id):
        raise IdTaken(pointer="/sighting_id")
    _check_has_place(context, is_responder=is_responder)
    lon, lat, level_id, where = _find_point(context, command)
    patch = patch_to_create(
        Sighting,
        command.sighting_id,
        kind=command.kind,
        what=command.what,
        lon=lon,
        lat=lat,
        level_id=level_id,
        where=where,
        audience=audience,
        reported_by=context.participant.pk,
        reported_at=context.at_text,
        **_describe_seen(context, command.kind, minutes_ago=command.seen_min_ago),
    )
    event = SightingReported(
        sighting_id=command.sighting_id,
        kind=command.kind,
        what=command.what,
        where=where,
        seen_at=time_text(context.at - timedelta(minutes=command.seen_min_ago)),
    )
    context.append(event, patch=patch, audience=audience)


def _check_has_place(context: CommandContext, *, is_responder: bool) -> None:
    """Let one more sighting stand. Raises: GroundIsFull."""
    standing = [one for _, one in context.objects.all(Sighting) if one.taken_back_at is None]
    own = sum(one.reported_by == context.participant.pk for one in standing)
    if len(standing) >= MOST_SIGHTINGS or (own >= MOST_OF_ONE and not is_responder):
        raise GroundIsFull


def confirm_sighting(*, context: CommandContext, command: ConfirmSighting) -> None:
    """Say that it was seen again. Raises: SightingNotFound, SightingTakenBack, RoomNotAtSite, LevelNotAtSite."""
    sighting = _find_sighting(context, command.sighting_id)
    fields = _describe_seen(context, sighting.kind, minutes_ago=0)
    where = sighting.where
    has_moved = command.in_room is not None or command.lon is not None
    if has_moved:
        lon, lat, level_id, where = _find_point(context, command)
        fields |= {"lon": lon, "lat": lat, "level_id": level_id, "where": where}
    event = SightingConfirmed(
        sighting_id=command.sighting_id, kind=sighting.kind, what=sighting.what, where=where, has_moved=has_moved
    )
    readers = context.objects.readers_of(Sighting, command.sighting_id)
    context.append(event, patch=patch_to_change(Sighting, command.sighting_id, **fields), audience=readers)


def take_back_sighting(*, context: CommandContext, command: TakeBackSighting) -> None:
    """Say that it was nothing. Raises: SightingNotFound, SightingTakenBack, SightingOfOthers."""
    sighting = _find_sighting(context, command.sighting_id)
    if sighting.reported_by != context.participant.pk and READERS not in context.grant.audiences:
        raise SightingOfOthers(pointer="/sighting_id")
    _check_is_of_agreement(
        context, author=sighting.reported_by, is_command=_is_command(context), refusal=SightingOfOthers
    )
    patch = patch_to_change(
        Sighting,
        command.sighting_id,
        taken_back_by=context.participant.pk,
        taken_back_at=context.at_text,
        take_back_reason=command.reason,
    )
    event = SightingTakenBack(
        sighting_id=command.sighting_id, kind=sighting.kind, what=sighting.what, reason=command.reason
    )
    context.append(event, patch=patch, audience=context.objects.readers_of(Sighting, command.sighting_id))


def _find_sighting(context: CommandContext, sighting_id: UUID) -> Sighting:
    sighting = context.objects.get(Sighting, sighting_id)
    if sighting is None:
        raise SightingNotFound(pointer="/sighting_id")
    if sighting.taken_back_at is not None:
        raise SightingIsTakenBack(pointer="/sighting_id")
    return sighting


def _find_point(
    context: CommandContext, command: ReportSighting | ConfirmSighting
) -> tuple[float, float, UUID | None, str | None]:
    """Return lon, lat, floor and words of what a command says. Raises: GroundPlaceNotSaid: a point or a room."""
    lon, lat = command.lon, command.lat
    if command.in_room is not None and lon is None and lat is None:
        found = point_of_room(context.incident, command.in_room, pointer="/in_room")
        return found.lon, found.lat, found.level_id, found.words
    if command.in_room is not None or lon is None or lat is None:
        raise GroundPlaceNotSaid(pointer="/lon")
    return lon, lat, checked_level(context, command.level_id), None


def _describe_seen(context: CommandContext, kind: SightingKind, *, minutes_ago: int) -> dict[str, object]:
    at = context.at - timedelta(minutes=minutes_ago)
    return {
        "seen_by": context.participant.pk,
        "seen_at": time_text(at),
        "old_at": time_text(at + timedelta(minutes=kind.old_after_min)),
        "stale_at": time_text(at + timedelta(minutes=kind.stale_after_min)),
    }


# --- doors --------------------------------------------------------------------------------------------------------
def tell_door(*, context: CommandContext, command: TellDoor) -> None:
    """Say how a door is. Raises: OnlyRespondersHaveGround, DoorNotAtSite, DoorNothingTold, DoorIsBreached."""
    _check_responder(context)
    before = context.objects.get(DoorState, command.door_id)
    found = door_of(context.incident, command.door_id)
    check_door_step(None if before is None else before.state, command.state)
    fields: dict[str, object] = {
        "door": found.words,
        "is_room": found.is_room,
        "lon": found.lon,
        "lat": found.lat,
        "level_id": found.level_id,
        "state": command.state,
        "note": command.note,
        "told_by": context.participant.pk,
        "told_at": context.at_text,
    }
    patch = (patch_to_create if before is None else patch_to_change)(DoorState, command.door_id, **fields)
    event = DoorTold(
        door_id=command.door_id,
        door=found.words,
        state=command.state,
        before=None if before is None else before.state,
        note=command.note,
    )
    context.append(event, patch=patch, audience=READERS)
