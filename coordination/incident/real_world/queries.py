"""Find the real incident of a site into which an exercise's people come."""

from collections.abc import Sequence
from uuid import UUID

from coordination.incident.duplicates.capability import Duplicate
from coordination.incident.panic.everyday import is_everyday_room
from coordination.room.models import Room, RoomObject
from coordination.vocabulary import IncidentStatus

OPEN = [one.value for one in IncidentStatus if one.is_open]


def real_room_at_site(exercise_room_id: UUID) -> UUID | None:
    """Return the room of the newest real incident that is open at an exercise's site. Two queries.

    An everyday alarm does not count: a child's fall in the hallway is for the office, not for all who take part in an
    exercise. Neither does a duplicate, which goes on in another room.
    """
    return real_room_at(_site_of(exercise_room_id))


def real_room_at(site_ids: Sequence[UUID]) -> UUID | None:
    """Return the room of the newest real incident that is open at one of some sites, as above."""
    rooms = Room.objects.filter(incident__site__in=site_ids, incident__place__isnull=True, incident__is_exercise=False)
    open_rooms = rooms.filter(incident__status__in=OPEN).exclude(is_everyday_room())
    found = list(open_rooms.order_by("-incident__opened_at", "-pk").values_list("pk", flat=True))
    elsewhere = _gone_on_elsewhere(found) if found else set()
    return next((one for one in found if one not in elsewhere), None)


def _site_of(room_id: UUID) -> list[UUID]:
    return list(Room.objects.filter(pk=room_id).values_list("incident__site_id", flat=True))


def _gone_on_elsewhere(room_ids: list[UUID]) -> set[UUID]:
    rows = RoomObject.objects.filter(room_id__in=room_ids, state_key=Duplicate.state_key, value__isnull=False)
    said = [(row.room_id, Duplicate.model_validate_json(row.value or "")) for row in rows]
    return {room_id for room_id, one in said if one.goes_on_there and one.parted_at is None}
