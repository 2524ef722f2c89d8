"""Read what stands in several rooms at once, as far as each may be read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from coordination.incident.panic.capability import AllClear, PanicAlert, ThreatJudgment
from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.incident.standing.things import STANDING_CLASSES, StandingThing, standing_things, waits_for
from coordination.room.access import RoomGrant, readable_rooms
from coordination.room.capability import RoomObject
from coordination.room.models import Participant
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.room.wire.addressed import Readership
from coordination.vocabulary import Audience

type Readers = Mapping[UUID, Collection[Readership]]
# People who may see an incident hear by push, before they join, where help was called: that alone is said of its room.
TOLD_OUTSIDE = (PanicAlert, AllClear, ThreatJudgment)
OUTSIDE: tuple[Readership, ...] = (Audience.EVERYONE,)


class ObjectsOfRoom:
    """Objects of one room that its reader may read."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, state_key: str, object_id: str, value: str) -> None:
        """Take one in, as it is stored."""
        self._found[state_key][object_id] = value

    def of[O: RoomObject](self, cls: type[O]) -> dict[str, O]:
        """Return those of a class, by id."""
        return {one: cls.model_validate_json(text) for one, text in self._found[cls.state_key].items()}


def objects_in(readers: Readers, classes: Iterable[type[RoomObject]]) -> dict[UUID, ObjectsOfRoom]:
    """Return the objects of rooms that readers of these audiences may read. One query, none without a room."""
    found = {room_id: ObjectsOfRoom() for room_id in readers}
    if not readers:
        return found
    keys = [one.state_key for one in classes]
    rows = RoomObjectRow.objects.filter(room_id__in=list(readers), state_key__in=keys, value__isnull=False)
    said = {room_id: {one.value for one in audiences} for room_id, audiences in readers.items()}
    for room_id, key, object_id, value, audience in rows.values_list(
        "room_id", "state_key", "object_id", "value", "audience"
    ):
        if value is not None and audience in said[room_id]:
            found[room_id].add(key, object_id, value)
    return found


def presses_outside(room_ids: Collection[UUID]) -> dict[UUID, list[StandingThing]]:
    """Return what people are told of rooms that they may see, joined or not. One query, none without a room."""
    found = objects_in(dict.fromkeys(room_ids, OUTSIDE), TOLD_OUTSIDE)
    return {room_id: standing_things(known, waits=_waits_for_none) for room_id, known in found.items()}


def standing_in(user_id: int, room_ids: Collection[UUID], *, at: datetime) -> dict[UUID, list[StandingThing]]:
    """Return what stands in rooms that access has handed out to a person: all of it in a room that they read.

    In a room that they have not joined, or may not read any more, the presses alone. No query where no room is asked
    for; two where they have joined none.
    """
    if not room_ids:
        return {}
    grants: dict[UUID, RoomGrant] = {}
    if Participant.objects.filter(user_id=user_id, room_id__in=room_ids, left_at__isnull=True).exists():
        grants = {one.room.pk: one for one in readable_rooms(user_id, at) if one.room.pk in set(room_ids)}
    joined = objects_in({room_id: one.audiences for room_id, one in grants.items()}, STANDING_CLASSES)
    return {
        **presses_outside([one for one in room_ids if one not in grants]),
        **{one: standing_things(known, waits=_waits_for_reader(grants[one])) for one, known in joined.items()},
    }


def _waits_for_none(_message: PriorityMessage) -> bool:
    return False


def _waits_for_reader(grant: RoomGrant) -> Callable[[PriorityMessage], bool]:
    return partial(waits_for, participant_id=grant.joined().pk)
