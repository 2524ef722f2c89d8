"""What a reader's log says up to an entry: its entries, the state they come to, and which entries each object is from.

Of a room that access has handed out, folded once from what the reader may read and nothing else.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from coordination.room.capability import RoomObject
from coordination.room.entry.patch import merge_patch
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import RoomState
from coordination.room.registry import event_rules
from coordination.room.wire.addressed import Readership
from coordination.room.wire.model import JsonObject


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry, and the object that it is about as it was after it (`known`, as timeline_words.entry_line takes it)."""

    seq: int
    at: datetime
    word: str
    by: dict[str, Any]
    event: dict[str, Any]
    content: JsonObject
    known: JsonObject


@dataclass(frozen=True, slots=True)
class PastObject[O: RoomObject]:
    """An object that is there, the entry that made it, and the one that changed it last."""

    object_id: str
    value: O
    made_seq: int
    changed_seq: int

    @property
    def cites(self) -> tuple[int, ...]:
        """Return the entries that it is from, without saying one twice."""
        return (self.made_seq,) if self.made_seq == self.changed_seq else (self.made_seq, self.changed_seq)


@dataclass(frozen=True, slots=True)
class RoomHistory:
    """A room as its reader knows it after the entry `seq`. `at`: when the newest entry that they may read was written.

    `seqs`: by kind and id, the entries that made an object and changed it last.
    """

    room: Room
    seq: int
    at: datetime
    entries: tuple[PastEntry, ...]
    state: dict[str, dict[str, JsonObject]]
    seqs: dict[tuple[str, str], tuple[int, int]]

    def of[O: RoomObject](self, cls: type[O]) -> list[PastObject[O]]:
        """Return the objects of a class that are there, the oldest first."""
        found = [
            PastObject(one, cls.model_validate(value), *self.seqs[cls.state_key, one])
            for one, value in self.state.get(cls.state_key, {}).items()
        ]
        return sorted(found, key=lambda one: one.made_seq)

    def as_state(self) -> RoomState:
        """Return the same as what is read of a room now; no entry's hash anchors it."""
        objects = {
            kind: {one: json.dumps(value) for one, value in sorted(found.items())}
            for kind, found in self.state.items()
            if found
        }
        return RoomState(self.room.pk, 0, self.seq, "", objects)

    def said(self, words: Collection[str]) -> Iterable[PastEntry]:
        """Return the entries of these events that no one has struck, the oldest first."""
        struck = self.state.get("struck", {})
        return [one for one in self.entries if one.word in words and str(one.seq) not in struck]


def history_at(room: Room, *, audiences: Iterable[Readership], seq: int) -> RoomHistory:
    """Return a room as a reader of these audiences knew it after an entry. One query, and one pass over its rows."""
    rows = LogEntry.objects.filter(room=room, seq__lte=seq, audience__in=[one.value for one in audiences])
    state: dict[str, dict[str, JsonObject]] = {}
    seqs: dict[tuple[str, str], tuple[int, int]] = {}
    entries = []
    for text in rows.order_by("seq").values_list("content", flat=True).iterator():
        content = cast("dict[str, Any]", json.loads(text))
        removed = _apply_patch(content.get("patch", {}), content["seq"], state, seqs)
        entries.append(_entry_of(content, state, removed))
    at = entries[-1].at if entries else room.incident.opened_at
    return RoomHistory(room, seq, at, tuple(entries), state, seqs)


def _apply_patch(
    patch: dict[str, dict[str, Any]],
    seq: int,
    state: dict[str, dict[str, JsonObject]],
    seqs: dict[tuple[str, str], tuple[int, int]],
) -> JsonObject:
    """Apply an entry's patch, as entry/patch.py does for the whole state. Return the objects that it removed."""
    removed: JsonObject = {}
    for kind, changes in patch.items():
        objects = state.setdefault(kind, {})
        for object_id, change in changes.items():
            before = objects.get(object_id)
            if change is None:
                if before is not None:
                    removed.setdefault(kind, {})[object_id] = objects.pop(object_id)  # type: ignore[index,call-overload]  # an object of objects
                seqs.pop((kind, object_id), None)
                continue
            objects[object_id] = cast("JsonObject", merge_patch(before, change))
            first, _last = seqs.get((kind, object_id), (seq, seq))
            seqs[kind, object_id] = first, seq
    return removed


def _entry_of(content: dict[str, Any], state: dict[str, dict[str, JsonObject]], removed: JsonObject) -> PastEntry:
    event = content["event"]
    rule = event_rules().get(event["type"])
    known: JsonObject = {}
    if rule is not None and rule.about is not None:
        kind, object_id = rule.about.objects.state_key, str(event.get(rule.about.id_field))
        found = state.get(kind, {}).get(object_id) or cast("dict[str, Any]", removed.get(kind, {})).get(object_id)
        known = {kind: {object_id: found}} if found is not None else {}
    at = datetime.fromisoformat(content["at"])
    return PastEntry(content["seq"], at, event["type"], content["by"], event, cast("JsonObject", content), known)
