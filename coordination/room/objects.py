"""The objects of rooms while a batch of commands is carried out.

They are read once, changed in memory, and written by one statement.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from pydantic_core import to_jsonable_python

from coordination.room.capability import RoomObject
from coordination.room.database.rows import insert_rows
from coordination.room.entry.chain import canonical_text
from coordination.room.entry.patch import merge_patch
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.room.registry import object_classes
from coordination.room.wire.addressed import Readership, readership_of
from coordination.room.wire.model import JsonObject


class ObjectKey(NamedTuple):
    """Where an object stands."""

    room_id: UUID
    state_key: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Record:
    """An object as it is now. `value` None: it was removed, and its id stays taken."""

    value: JsonObject | None
    audience: Readership
    created_seq: int
    changed_seq: int


class AudienceOfObjectChanges(Exception):
    """A defect of ours: an entry for one audience changes an object of another, so readers' states would differ."""


class BatchObjects:
    """What has been read of the rooms' objects, and what has changed."""

    def __init__(self) -> None:
        self._known: dict[ObjectKey, Record | None] = {}
        self._read_whole: set[tuple[UUID, str]] = set()
        self._dirty: set[ObjectKey] = set()

    def read(self, keys: Iterable[ObjectKey]) -> None:
        """Read the objects that are not known yet. One query for all of them."""
        unknown = {key for key in keys if key not in self._known and key[:2] not in self._read_whole}
        if not unknown:
            return
        self._known.update(dict.fromkeys(unknown))
        rows = RoomObjectRow.objects.filter(
            room_id__in={key.room_id for key in unknown},
            state_key__in={key.state_key for key in unknown},
            object_id__in={key.object_id for key in unknown},
        )
        self._take(rows, only=unknown)

    def read_all(self, room_id: UUID, state_key: str) -> None:
        """Read all objects of a kind in a room, unless that has been done. One query."""
        if (room_id, state_key) in self._read_whole:
            return
        self._take(RoomObjectRow.objects.filter(room_id=room_id, state_key=state_key))
        self._read_whole.add((room_id, state_key))

    def _take(self, rows: Iterable[RoomObjectRow], *, only: set[ObjectKey] | None = None) -> None:
        for row in rows:
            key = ObjectKey(row.room_id, row.state_key, row.object_id)
            if key not in self._dirty and (only is None or key in only):
                self._known[key] = record_from_row(row)

    def get(self, key: ObjectKey) -> Record | None:
        """Return an object, removed or not; None if there never was one."""
        self.read([key])
        return self._known.get(key)

    def all(self, room_id: UUID, state_key: str) -> Iterator[tuple[ObjectKey, Record]]:
        """Yield every object of a kind in a room, removed ones too, the oldest first."""
        self.read_all(room_id, state_key)
        found = [
            (key, record)
            for key, record in self._known.items()
            if key[:2] == (room_id, state_key) and record is not None
        ]
        yield from sorted(found, key=lambda one: (one[1].created_seq, one[0].object_id))

    def put(self, changes: Mapping[ObjectKey, Record]) -> None:
        """Take what an accepted command has changed."""
        self._known.update(changes)
        self._dirty.update(changes)

    def flush(self) -> None:
        """Write what has changed by one statement, in the caller's transaction."""
        if not self._dirty:
            return
        rows = [row_from_record(key, record) for key in self._dirty if (record := self._known[key]) is not None]
        insert_rows(
            rows,
            into=RoomObjectRow,
            unique=["room_id", "state_key", "object_id"],
            renewed=["value", "created_seq", "changed_seq", "audience"],
        )
        self._dirty.clear()


class ContextObjects:
    """The objects as one command sees them: the batch's, with the command's own changes until it is accepted."""

    def __init__(self, batch: BatchObjects, *, room_id: UUID, audiences: Callable[[], frozenset[Readership]]) -> None:
        self._batch = batch
        self._room_id = room_id
        self._audiences = audiences
        self.changes: dict[ObjectKey, Record] = {}

    def record(self, cls: type[RoomObject], object_id: object) -> Record | None:
        """Return an object of any audience, removed or not; None if there never was one."""
        key = self._key(cls.state_key, object_id)
        return self.changes.get(key) or self._batch.get(key)

    def is_taken(self, cls: type[RoomObject], object_id: object) -> bool:
        """Tell whether an id is or was in use, for any audience."""
        return self.record(cls, object_id) is not None

    def readers_of(self, cls: type[RoomObject], object_id: object) -> Readership:
        """Return who may read an object that is there, and every later change of it."""
        record = self.record(cls, object_id)
        assert record is not None
        return record.audience

    def get[O: RoomObject](self, cls: type[O], object_id: object) -> O | None:
        """Return an object that is there and that the asker may read."""
        record = self.record(cls, object_id)
        if record is None or record.value is None or record.audience not in self._audiences():
            return None
        return cls.model_validate(record.value)

    def all[O: RoomObject](self, cls: type[O]) -> list[tuple[str, O]]:
        """Return the ids and objects of a class that are there and that the asker may read, the oldest first."""
        found = dict(self._batch.all(self._room_id, cls.state_key))
        found.update({key: one for key, one in self.changes.items() if key.state_key == cls.state_key})
        return [
            (key.object_id, cls.model_validate(record.value))
            for key, record in sorted(found.items(), key=lambda one: one[1].created_seq)
            if record.value is not None and record.audience in self._audiences()
        ]

    def apply(self, patch: JsonObject, *, audience: Readership, seq: int) -> JsonObject:
        """Apply an entry's patch and return it as it is logged: every new value checked against its class.

        Raises: pydantic.ValidationError, AudienceOfObjectChanges: defects of the action.
        """
        said: JsonObject = {}
        for state_key, objects in patch.items():
            assert isinstance(objects, dict)
            cls = object_classes()[state_key]
            said[state_key] = {
                object_id: self._apply_one(cls, object_id, change, audience=audience, seq=seq)
                for object_id, change in objects.items()
            }
        return said

    def _apply_one(
        self, cls: type[RoomObject], object_id: str, change: object, *, audience: Readership, seq: int
    ) -> JsonObject | None:
        before = self.record(cls, object_id)
        is_there = before is not None and before.value is not None
        # Also of a removed one: a reader who could see it, and is behind, must hear that it is gone; others must not.
        if before is not None and before.audience != audience:
            raise AudienceOfObjectChanges(f"{cls.state_key}/{object_id}")
        key = self._key(cls.state_key, object_id)
        if change is None:
            assert before is not None
            self.changes[key] = replace(before, value=None, changed_seq=seq)
            return None
        assert isinstance(change, dict)
        old = before.value if before is not None and before.value is not None else {}
        merged = merge_patch(old, change)
        value = cls.value_from(merged)
        if is_there and value != merged:
            raise ValueError(f"the patch of {cls.state_key} is not in the form it is stored in")
        created_seq = before.created_seq if before is not None and is_there else seq
        self.changes[key] = Record(value, audience, created_seq, seq)
        return change if is_there else value

    def _key(self, state_key: str, object_id: object) -> ObjectKey:
        return ObjectKey(self._room_id, state_key, str(object_id))


def record_from_row(row: RoomObjectRow) -> Record:
    """Return an object as its row says."""
    value: JsonObject | None = json.loads(row.value) if row.value is not None else None
    return Record(value, readership_of(row.audience), row.created_seq, row.changed_seq)


def row_from_record(key: ObjectKey, record: Record) -> RoomObjectRow:
    """Return an object as a row."""
    return RoomObjectRow(
        room_id=key.room_id,
        state_key=key.state_key,
        object_id=key.object_id,
        value=canonical_text(record.value) if record.value is not None else None,
        audience=record.audience.value,
        created_seq=record.created_seq,
        changed_seq=record.changed_seq,
    )


def created_seqs(room_id: UUID, cls: type[RoomObject], *, object_id: object | None = None) -> list[int]:
    """Return the seqs of the entries that created the objects of a class, or one of them. One query."""
    rows = RoomObjectRow.objects.filter(Q(room_id=room_id, state_key=cls.state_key), value__isnull=False)
    if object_id is not None:
        rows = rows.filter(object_id=str(object_id))
    return list(rows.values_list("created_seq", flat=True))


def patch_to_create(cls: type[RoomObject], object_id: object, **fields: object) -> JsonObject:
    """Return the patch that makes an object; fields that are None are left out."""
    value: JsonObject = cls(**{name: value for name, value in fields.items() if value is not None}).model_dump(
        mode="json", exclude_none=True
    )
    return {cls.state_key: {str(object_id): value}}


def patch_to_change(cls: type[RoomObject], object_id: object, **fields: object) -> JsonObject:
    """Return the patch that changes fields of an object; None takes a field away."""
    plain: JsonObject = to_jsonable_python(fields)
    return {cls.state_key: {str(object_id): plain}}


def patch_to_remove(cls: type[RoomObject], object_id: object) -> JsonObject:
    """Return the patch that removes an object."""
    return {cls.state_key: {str(object_id): None}}
