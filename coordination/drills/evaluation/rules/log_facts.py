"""What entries of a log tell of an exercise: which of them was the first of its kind, and when all were there. Pure."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from coordination.room.wire.model import Json, JsonObject

LOCKED = "locked"
IN_FORCE = "in_force"
RELEASED = "released"


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry as far as times need it."""

    seq: int
    at: datetime
    event: JsonObject
    patch: JsonObject


@dataclass(frozen=True, slots=True)
class Fact:
    """That something was so from an instant on, and the entry that says it."""

    at: datetime
    seq: int | None


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What is timed, each with the entry that says so; numbers are those at the end of the entries."""

    press: Fact | None
    first_room: Fact | None
    all_rooms: Fact | None
    rooms_reported: int
    all_locked: Fact | None
    rooms_locked: int
    command: Fact | None
    first_par: Fact | None
    had_action: bool
    released: Fact | None
    reunified: Fact | None


@dataclass(frozen=True, slots=True)
class SaidWords:
    """Texts of messages that tell something, as they stand in the log in each language."""

    par: AbstractSet[str]
    reunified: AbstractSet[str]


NO_WORDS = SaidWords(frozenset(), frozenset())


def facts_in(entries: Iterable[LoggedEntry], *, rooms: AbstractSet[str], words: SaidWords) -> LogFacts:
    """Read entries in their order. Reports of rooms count from the press on: what was said before was of another time.

    Args:
        rooms: keys of the rooms that are to report.
        words: messages by which a PAR is reported, and by which it is said that the last student went home.
    """
    in_order = list(entries)
    press = first_press(in_order)
    struck = frozenset(one.event.get("seq") for one in in_order if one.event["type"] == "entry_struck")
    reading = _Reading(rooms, words, struck)
    for entry in in_order:
        reading.take_entry(entry, is_played=press is None or entry.seq >= (press.seq or 0))
    return reading.make_facts(press)


def first_press(entries: Sequence[LoggedEntry]) -> Fact | None:
    """Return the first press that was not taken back."""
    taken_back = {entry.event.get("panic_id") for entry in entries if entry.event["type"] == "panic_cancelled"}
    for entry in entries:
        if entry.event["type"] == "panic_pressed" and entry.event.get("panic_id") not in taken_back:
            return Fact(entry.at, entry.seq)
    return None


@dataclass(slots=True)
class _Reading:
    rooms: AbstractSet[str]
    words: SaidWords
    # What its author, or command, has struck: a word said by mistake tells nothing.
    struck: AbstractSet[Json]
    # Standing reports and actions, by id, as far as patches said.
    reports: dict[str, dict[str, Json]] = field(default_factory=dict)
    simulated: set[str] = field(default_factory=set)
    actions: dict[str, Json] = field(default_factory=dict)
    first: dict[str, Fact] = field(default_factory=dict)
    released: Fact | None = None

    def take_entry(self, entry: LoggedEntry, *, is_played: bool) -> None:
        fact, event = Fact(entry.at, entry.seq), entry.event
        if event["type"] == "command_claimed":
            self.first.setdefault("command", fact)
        if self._is_par(entry):
            self.first.setdefault("par", fact)
        if self._says_words(entry, self.words.reunified):
            self.first.setdefault("reunified", fact)
        self._take_actions(entry.patch, fact)
        if is_played:
            self._take_reports(entry.patch, fact)

    def _is_par(self, entry: LoggedEntry) -> bool:
        if entry.event["type"] == "mayday_cleared":
            return any(
                one.get("is_accounted_for") is True for one in patched_objects(entry.patch, "maydays").values() if one
            )
        return self._says_words(entry, self.words.par)

    def _says_words(self, entry: LoggedEntry, words: AbstractSet[str]) -> bool:
        is_said = entry.event["type"] == "message_posted" and entry.event.get("text") in words
        return is_said and entry.seq not in self.struck

    def _take_actions(self, patch: JsonObject, fact: Fact) -> None:
        changed = {
            key: one["status"]
            for key, one in patched_objects(patch, "response_actions").items()
            if one and "status" in one
        }
        if not changed:
            return
        self.actions |= changed
        is_in_force = IN_FORCE in self.actions.values()
        if is_in_force:
            # Another action after a release: the release starts over.
            self.released = None
        elif RELEASED in changed.values():
            self.released = fact

    def _take_reports(self, patch: JsonObject, fact: Fact) -> None:
        changed = self._drop_simulated(patched_objects(patch, "room_reports"))
        if not changed:
            return
        for key, one in changed.items():
            if one is None:
                self.reports.pop(key, None)
            else:
                self.reports[key] = self.reports.get(key, {}) | one
        if any(changed.values()):
            self.first.setdefault("room", fact)
        if self.rooms and self.rooms_reported() == self.rooms:
            self.first.setdefault("rooms", fact)
        if self.rooms and self.rooms_locked() == self.rooms:
            self.first.setdefault("locked", fact)

    def _drop_simulated(self, changed: dict[str, dict[str, Json] | None]) -> dict[str, dict[str, Json] | None]:
        """Leave out what was simulated, and its end: no player did it."""
        self.simulated |= {key for key, one in changed.items() if one is not None and one.get("is_simulated") is True}
        return {key: one for key, one in changed.items() if key not in self.simulated}

    def rooms_reported(self) -> set[Json]:
        """Return which of the rooms have a report that stands."""
        return {one["room_key"] for one in self.reports.values() if one.get("room_key") in self.rooms}

    def rooms_locked(self) -> set[Json]:
        """Return which of the rooms have a report that says that the door is locked."""
        return {
            one["room_key"]
            for one in self.reports.values()
            if one.get("room_key") in self.rooms and one.get("door") == LOCKED
        }

    def make_facts(self, press: Fact | None) -> LogFacts:
        return LogFacts(
            press=press,
            first_room=self.first.get("room"),
            all_rooms=self.first.get("rooms"),
            rooms_reported=len(self.rooms_reported()),
            all_locked=self.first.get("locked"),
            rooms_locked=len(self.rooms_locked()),
            command=self.first.get("command"),
            first_par=self.first.get("par"),
            had_action=bool(self.actions),
            released=self.released,
            reunified=self.first.get("reunified"),
        )


def patched_objects(patch: JsonObject, state_key: str) -> dict[str, dict[str, Json] | None]:
    found = patch.get(state_key)
    if not isinstance(found, dict):
        return {}
    return {key: one if isinstance(one, dict) else None for key, one in found.items()}
