"""What must agree at a checkpoint, and once more when the day is over.

Four sides that share nothing: what the day's own steps count (`truth.py`), the server's present state, its boards and
forms as they were answered then, and the fold of the log that each reader has in the end, by the example for strangers
(`docs/examples/verify_log.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.play.long_day.playing import Day
from tests.end_to_end.play.long_day.truth import Told
from tests.stage.devices.clients import verifier

# A medic reads all there is; an officer in command reads counts of casualties, and none of them; a teacher no counts.
READERS = ("medic_1", "lieutenant", "teacher_113")
RESPONDERS = ("medic_1", "lieutenant")
ALWAYS = ("209", "211")
BY_TURNS = ("201", "202", "203", "204", "205", "206", "207", "208", "215", "215A", "309")
# What a teacher is not shown.
KEPT = {"units", "casualties", "casualty_counts", "space_searches", "door_states"}
PAGE = 500
State = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Checkpoint:
    """What the server answered after an entry: each reader's state, and forms as the medic reads them."""

    seq: int
    states: dict[str, State]
    forms: dict[str, Any]


@dataclass
class Checkpoints:
    """Those of a day, in order."""

    day: Day
    told: Told
    taken: list[Checkpoint] = field(default_factory=list)

    def take(self) -> None:
        """Ask the server now, and hold the counts against those of the day's steps."""
        day = self.day
        states = {who: day.of_room(who, "/state") for who in READERS if who in self.told.people}
        # A command may have written more entries than the one that its answer names.
        seq = day.head = max(day.head, *(one["seq"] for one in states.values()))
        assert {one["seq"] for one in states.values()} == {seq}, "something else writes into this log"
        forms = {}
        if "medic_1" in states:
            names = (*ALWAYS, BY_TURNS[len(self.taken) % len(BY_TURNS)])
            forms = {name: day.of_room("medic_1", f"/forms/{name}") for name in names}
            assert {one["seq"] for one in forms.values()} == {seq}
        taken = Checkpoint(seq, {who: without_empty(one["objects"]) for who, one in states.items()}, forms)
        self.taken.append(taken)
        self.compare_counts(taken)

    # --- now ----------------------------------------------------------------------------------------------------------
    def compare_counts(self, taken: Checkpoint) -> None:
        """Hold what each reader is shown against what was told."""
        told, ids = self.told, self.day.said
        for who, state in taken.states.items():
            people = [one for one in state["people"].values() if one["presence"] == "in_room"]
            assert len(people) == len(told.people), who
            reports = Counter(one["state"] for one in state.get("room_reports", {}).values())
            assert reports == Counter(told.reports.values()), who
            assert set(state.get("markers", {})) == set(ids(sorted(told.markers))), who
            assert set(state.get("shapes", {})) == set(ids(sorted(told.shapes))), who
        for who in RESPONDERS:
            if who in taken.states:
                self._compare_for_responders(who, taken.states[who])
        if "teacher_113" in taken.states:
            assert not KEPT & set(taken.states["teacher_113"])
        if taken.forms:
            self._compare_forms(taken)

    def _compare_for_responders(self, who: str, state: State) -> None:
        told, ids = self.told, self.day.said
        assert counts_of(state) == told.casualty_counts(), who
        units = state.get("units", {})
        assert {one["callsign"] for one in units.values()} == told.units, who
        assert answered(state) == told.par, who
        searches = {key: one["state"] for key, one in state.get("space_searches", {}).items()}
        assert searches == {ids(f"@room {number}"): found for number, found in told.rooms.items()}, who
        board = self.day.of_room(who, "/rooms-to-search")
        assert len(board["spaces"]) == len(self.day.stage.rooms), who
        for searched in ("cleared", "secured"):
            on_board = sum(floor[searched] for floor in board["floors"])
            assert on_board == list(told.rooms.values()).count(searched), who
        places = {key for key, one in state.get("ground_places", {}).items() if one.get("closed_at") is None}
        assert places == set(ids(sorted(told.places))), who
        seen = {key for key, one in state.get("sightings", {}).items() if one.get("taken_back_at") is None}
        assert seen == set(ids(sorted(told.sightings))), who
        doors = {key: one["state"] for key, one in state.get("door_states", {}).items()}
        assert doors == {ids(door): told_state for door, told_state in told.doors.items()}, who
        casualties = state.get("casualties", {})
        if who == "medic_1":
            wanted = {ids(key): (one["category"], one["state"]) for key, one in told.casualties.items()}
            assert {key: (one["category"], one["state"]) for key, one in casualties.items()} == wanted
        else:
            assert casualties == {}, who

    def _compare_forms(self, taken: Checkpoint) -> None:
        """Each unit has one line on the check-in list, and each cited entry was there."""
        checked_in = Counter(cell for line in lines_of(taken.forms["211"]) for cell in line["cells"])
        for callsign in self.told.units:
            assert checked_in[callsign] == 1, f"#{taken.seq}: {callsign} stands {checked_in[callsign]} times on the 211"
        cited = {seq for form in taken.forms.values() for line in lines_of(form) for seq in line["cites"]}
        assert all(1 <= seq <= taken.seq for seq in cited)

    # --- when the day is over -----------------------------------------------------------------------------------------
    def compare_again(self) -> None:
        """Read each reader's whole log, and hold every checkpoint against its fold and against what the server says."""
        day = self.day
        logs = {who: self._log_of(who) for who in READERS}
        for who, log in logs.items():
            assert [frame["seq"] for frame in log] == list(range(1, day.head + 1)), who
            assert verifier.verify(log) == logs["medic_1"][-1]["hash"], who
        for taken in self.taken:
            for who, state in taken.states.items():
                fold = verifier.state_at(logs[who], taken.seq)
                assert fold == state, f"#{taken.seq}, {who}: the fold is not what was shown; {different(fold, state)}"
                past = without_empty(day.of_room(who, f"/state?at={taken.seq}")["objects"])
                assert past == state, f"#{taken.seq}, {who}: the past is not what was shown; {different(past, state)}"
            for name, form in taken.forms.items():
                again = day.of_room("medic_1", f"/forms/{name}?seq={taken.seq}")
                assert again == form, f"#{taken.seq}: the {name} is not what it was"

    def _log_of(self, who: str) -> list[dict[str, Any]]:
        log: list[dict[str, Any]] = []
        while len(log) < self.day.head:
            log += self.day.of_room(who, f"/entries?after={len(log)}&limit={PAGE}")["entries"]
        return log


def counts_of(state: State) -> Counter[tuple[str, str]]:
    """Return how many casualties are of which category and where, as command and responders read it."""
    found: Counter[tuple[str, str]] = Counter()
    for one in state.get("casualty_counts", {}).values():
        for category, states in one.get("counts", {}).items():
            found.update({(category, name): number for name, number in states.items() if number})
    return found


def answered(state: State) -> set[str]:
    """Return the callsigns of the units that have answered since they were asked last."""
    asked = [one["asked_at"] for one in state.get("par", {}).values() if one.get("asked_at")]
    units = state.get("units", {}).values()
    return {one["callsign"] for one in units if asked and (one.get("par_at") or "") >= max(asked)}


def lines_of(form: Any) -> Sequence[Any]:
    """Return the lines of all blocks of a form."""
    return [line for block in form["blocks"] for line in block["lines"]]


def without_empty(objects: State) -> State:
    """Return a state without kinds of which there is nothing."""
    return {kind: found for kind, found in objects.items() if found}


def different(one: State, other: State) -> list[str]:
    """Return which objects differ."""
    kinds = sorted({*one, *other})
    return [
        f"{kind} {key}: {one.get(kind, {}).get(key)} / {other.get(kind, {}).get(key)}"
        for kind in kinds
        for key in sorted({*one.get(kind, {}), *other.get(kind, {})})
        if one.get(kind, {}).get(key) != other.get(kind, {}).get(key)
    ][:6]
