"""The times of a real incident, from entries of its log and the ledger of alerts. Nothing is guessed. Pure.

Each time runs from the first press that was not taken back; without a press, from the opening. The response that an
agreement promises runs from the opening, as its term says.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from coordination.drills.evaluation.rules.log_facts import (
    IN_FORCE,
    RELEASED,
    Fact,
    LoggedEntry,
    first_press,
    patched_objects,
)
from coordination.reviews.vocabulary import IncidentMilestone, TargetStanding
from coordination.room.wire.model import Json, JsonObject

_M = IncidentMilestone
# Who is there has said so, or was set so by dispatch; a patient is met on scene.
ON_SCENE = frozenset({"OnScene", "Arrived", "PatientContact"})


@dataclass(frozen=True, slots=True)
class Told:
    """One alert to one person, as the ledger has it. `agency_ids`: for whom they count; `ways`: how it was tried."""

    agency_ids: frozenset[UUID]
    seen_at: datetime | None
    answered_at: datetime | None
    demands_answer: bool
    ways: frozenset[str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A responder or unit that was on scene, and for which agency: by its id, or for a unit by its name."""

    at: datetime
    seq: int
    agency_id: str
    agency: str


@dataclass(frozen=True, slots=True)
class MilestoneTime:
    """One time: seconds from the start, and the entry that says it. No seconds: it was not so, or no record tells."""

    kind: IncidentMilestone
    seconds: int | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class IncidentTimes:
    """The times of one incident. `from_press`: they run from a press; else from the opening."""

    start: Fact
    from_press: bool
    milestones: tuple[MilestoneTime, ...]
    arrivals: tuple[Arrival, ...]
    # Keys of rooms that never reported; None: no room was asked, as no response action was in force.
    silent: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class AlertNumbers:
    """Alerts to people who were to acknowledge. `by_way`: of the missing ones, by how they were tried; one may be two.

    `told` is none where the ledger has nothing of the incident.
    """

    told: int | None
    unanswered: int
    by_way: dict[str, int]


def times_from(
    entries: Iterable[LoggedEntry],
    *,
    opened_at: datetime,
    closed_at: datetime,
    told: Sequence[Told],
    responders: AbstractSet[str],
    rooms: AbstractSet[str],
) -> IncidentTimes:
    """Return every time, in the order of `IncidentMilestone`.

    Args:
        told: the ledger of the press's alert, or of the opening's.
        responders: kinds of agencies whose people respond.
        rooms: keys of the rooms that are to report.
    """
    in_order = list(entries)
    press = first_press(in_order)
    reading = _Reading(responders)
    for entry in in_order:
        reading.take_entry(entry)
    start = press or Fact(opened_at, in_order[0].seq if in_order else None)
    first = {
        **reading.first,
        _M.FIRST_SEEN: _first_of(one.seen_at for one in told),
        _M.FIRST_ANSWER: _first_of(one.answered_at for one in told),
        _M.CLOSED: reading.first.get(_M.CLOSED) or Fact(closed_at, None),
    }
    return IncidentTimes(
        start,
        press is not None,
        tuple(_milestone_of(kind, start, first.get(kind)) for kind in _M),
        tuple(reading.arrivals),
        frozenset(rooms) - reading.reported if reading.was_asked else None,
    )


def alert_numbers(told: Sequence[Told]) -> AlertNumbers:
    """Count who was to acknowledge and has not."""
    asked = [one for one in told if one.demands_answer]
    missing = [one for one in asked if one.answered_at is None]
    by_way: dict[str, int] = {}
    for one in missing:
        for way in one.ways or {""}:
            by_way[way] = by_way.get(way, 0) + 1
    return AlertNumbers(len(asked) if told else None, len(missing), dict(sorted(by_way.items())))


def first_arrival(arrivals: Iterable[Arrival], *, agency_id: UUID, agency: str) -> Arrival | None:
    """Return the first one of an agency: its own people by its id, units that others checked in by its name."""
    mine = [one for one in arrivals if one.agency_id == str(agency_id) or (not one.agency_id and one.agency == agency)]
    return min(mine, key=lambda one: one.at, default=None)


def standing_of(response_s: int | None, target_min: float | None, *, was_told: bool) -> TargetStanding:
    """Say how a response from the opening stands before a target in minutes."""
    if target_min is None:
        return TargetStanding.NOT_PROMISED
    if response_s is None:
        return TargetStanding.NOT_MEASURED if was_told else TargetStanding.NOT_CALLED
    return (
        TargetStanding.MET if timedelta(seconds=response_s) <= timedelta(minutes=target_min) else TargetStanding.MISSED
    )


def seconds_between(since: datetime, until: datetime) -> int:
    """Return whole seconds, none below zero: what was so before the start took no time."""
    return max(0, round((until - since).total_seconds()))


def _milestone_of(kind: IncidentMilestone, start: Fact, fact: Fact | None) -> MilestoneTime:
    if fact is None:
        return MilestoneTime(kind, None, None)
    return MilestoneTime(kind, seconds_between(start.at, fact.at), fact.seq)


def _first_of(instants: Iterable[datetime | None]) -> Fact | None:
    at = min((one for one in instants if one is not None), default=None)
    return None if at is None else Fact(at, None)


@dataclass(slots=True)
class _Reading:
    responders: AbstractSet[str]
    first: dict[IncidentMilestone, Fact] = field(default_factory=dict)
    arrivals: list[Arrival] = field(default_factory=list)
    people: dict[str, dict[str, Json]] = field(default_factory=dict)
    units: dict[str, dict[str, Json]] = field(default_factory=dict)
    actions: dict[str, Json] = field(default_factory=dict)
    reports: dict[str, dict[str, Json]] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)
    was_asked: bool = False
    # An all clear that a person gave goes before the release that follows from it.
    was_given: bool = False

    def take_entry(self, entry: LoggedEntry) -> None:
        fact, kind = Fact(entry.at, entry.seq), entry.event["type"]
        if kind == "command_claimed":
            self.first.setdefault(_M.COMMAND, fact)
        elif kind == "all_clear_given":
            self.first[_M.ALL_CLEAR], self.was_given = fact, True
        elif kind == "incident_closed":
            # The last one counts: it was opened again before.
            self.first[_M.CLOSED] = fact
        self._take_arrivals("people", self.people, "status", entry)
        self._take_arrivals("units", self.units, "secondary", entry)
        self._take_actions(entry.patch, fact)
        self._take_reports(entry.patch)

    def _take_arrivals(self, key: str, known: dict[str, dict[str, Json]], said: str, entry: LoggedEntry) -> None:
        for one_id, one in patched_objects(entry.patch, key).items():
            if one is None:
                continue
            known[one_id] = known.get(one_id, {}) | one
            here = known[one_id]
            if said in one and one[said] in ON_SCENE and here.get("agency_kind") in self.responders:
                by_id = str(here.get("agency_id") or "")
                self.arrivals.append(Arrival(entry.at, entry.seq, by_id, str(here.get("agency") or "")))
                self.first.setdefault(_M.FIRST_UNIT, Fact(entry.at, entry.seq))

    def _take_actions(self, patch: JsonObject, fact: Fact) -> None:
        changed = {
            key: one["status"]
            for key, one in patched_objects(patch, "response_actions").items()
            if one and "status" in one
        }
        if not changed:
            return
        self.actions |= changed
        if IN_FORCE in changed.values():
            self.was_asked = True
            self.first.setdefault(_M.DIRECTIVE, fact)
        if IN_FORCE in self.actions.values():
            # Another action after a release: the release starts over.
            if not self.was_given:
                self.first.pop(_M.ALL_CLEAR, None)
        elif RELEASED in changed.values() and not self.was_given:
            self.first[_M.ALL_CLEAR] = fact

    def _take_reports(self, patch: JsonObject) -> None:
        for one_id, one in patched_objects(patch, "room_reports").items():
            if one is None:
                continue
            self.reports[one_id] = self.reports.get(one_id, {}) | one
            self.reported.add(str(self.reports[one_id].get("room_key")))
