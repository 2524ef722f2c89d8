"""Read a room's state: as it is now, as it was after an entry, and what has changed since one.

Always of a room that access has handed out.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models.expressions import RawSQL

from coordination.room.capability import RoomObject
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import LogEntry, Room
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.room.wire.addressed import Readership
from coordination.room.wire.model import JsonObject
from mou.access.epoch import EPOCH_SQL, access_epoch

# The objects by their key in the state and their id, each as JSON text.
type ObjectTexts = dict[str, dict[str, str]]
# Below what websocket libraries take by default (1 MiB), and few enough frames for a large room.
PART_MAX_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class RoomState:
    """What a reader sees of a room after an entry. `since`: only what has changed after that one; 0 is everything.

    `chain_hash` is that of the entry at `seq`: a verification of the log from there on has an anchor.
    """

    room_id: UUID
    since: int
    seq: int
    chain_hash: str
    objects: ObjectTexts

    def of[O: RoomObject](self, cls: type[O]) -> dict[str, O]:
        """Return the objects of a class that are there, by id."""
        found = self.objects.get(cls.state_key, {})
        return {one: cls.model_validate_json(text) for one, text in found.items() if text != "null"}

    def as_json(self) -> bytes:
        """Return the state as HTTP answers it."""
        head = (
            f'{{"room_id":"{self.room_id}","since":{self.since},"seq":{self.seq},"hash":"{self.chain_hash}","objects":'
        )
        return (head + objects_json(self.objects) + "}").encode()


def objects_json(objects: ObjectTexts) -> str:
    """Return objects as JSON text; what stands in them is JSON text already."""
    kinds = (
        f'"{kind}":{{' + ",".join(f'"{one}":{text}' for one, text in found.items()) + "}"
        for kind, found in objects.items()
    )
    return "{" + ",".join(kinds) + "}"


def state_frames(state: RoomState) -> list[bytes]:
    """Return a state as websocket messages, each of at most PART_MAX_BYTES unless one object alone is larger."""
    parts: list[ObjectTexts] = [{}]
    size = 0
    for kind, found in state.objects.items():
        for object_id, text in found.items():
            more = len(text.encode()) + len(object_id) + len(kind) + 8
            if size and size + more > PART_MAX_BYTES:
                parts.append({})
                size = 0
            parts[-1].setdefault(kind, {})[object_id] = text
            size += more
    return [_state_frame(state, part, number, len(parts)) for number, part in enumerate(parts, start=1)]


def _state_frame(state: RoomState, objects: ObjectTexts, part: int, parts: int) -> bytes:
    head = f'{{"type":"state","since":{state.since},"seq":{state.seq},"hash":"{state.chain_hash}"'
    return f'{head},"part":{part},"parts":{parts},"objects":{objects_json(objects)}}}'.encode()


def state_now(room: Room, *, audiences: Iterable[Readership], since: int = 0) -> RoomState:
    """Return what a reader of these audiences sees now, or what has changed for them since an entry. One query.

    What was removed since then is there as null. Call it inside a transaction that holds the room's state still.
    """
    rows = RoomObjectRow.objects.filter(room=room, audience__in=[one.value for one in audiences])
    rows = rows.filter(changed_seq__gt=since) if since else rows.filter(value__isnull=False)
    objects: ObjectTexts = {}
    for kind, object_id, value in rows.order_by("state_key", "object_id").values_list(
        "state_key", "object_id", "value"
    ):
        objects.setdefault(kind, {})[object_id] = value if value is not None else "null"
    return RoomState(room.pk, since, room.head_seq, room.head_hash, objects)


def state_at(room: Room, *, audiences: Iterable[Readership], seq: int) -> RoomState:
    """Return what a reader of these audiences saw after an entry, folded from the log. Two queries."""
    rows = LogEntry.objects.filter(room=room, seq__lte=seq, audience__in=[one.value for one in audiences])
    contents = (json.loads(text) for text in rows.order_by("seq").values_list("content", flat=True).iterator())
    state = state_from_contents(contents)
    chain_hash = LogEntry.objects.filter(room=room, seq=seq).values_list("chain_hash", flat=True).get()
    return RoomState(room.pk, 0, seq, chain_hash, _object_texts(state))


def _object_texts(state: JsonObject) -> ObjectTexts:
    return {
        kind: {one: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for one, value in objects.items()}
        for kind, objects in state.items()
        if isinstance(objects, dict)
    }


def object_now[O: RoomObject](room: Room, cls: type[O], object_id: object) -> O:
    """Return one object of a room, of any audience. One query. Raises: RoomObject.DoesNotExist."""
    row = RoomObjectRow.objects.get(room=room, state_key=cls.state_key, object_id=str(object_id), value__isnull=False)
    return cls.model_validate_json(row.value or "")


def heads_of_rooms(room_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the head seq of each room: what the beacon compares with. One query for all rooms of a process."""
    return dict(Room.objects.filter(pk__in=list(room_ids)).values_list("pk", "head_seq"))


def heads_and_epoch(room_ids: Iterable[UUID]) -> tuple[dict[UUID, int], int]:
    """Return the same, and the access epoch, by one query; by two where none of the rooms is there any more."""
    rooms = Room.objects.filter(pk__in=list(room_ids)).annotate(epoch=RawSQL(EPOCH_SQL, []))  # noqa: S611 - ours
    rows = list(rooms.values_list("pk", "head_seq", "epoch"))
    return {room_id: head for room_id, head, _epoch in rows}, rows[0][2] if rows else access_epoch()
