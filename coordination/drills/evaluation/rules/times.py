"""The times of an exercise, from entries of its log. What the log does not tell is not guessed. Pure.

Each time runs from the first panic press that was not taken back, or from STARTEX without a press. Seconds of
exercise time leave out pauses and what something real took, and pass at the pace at which the exercise was played.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from coordination.drills.evaluation.rules.log_facts import NO_WORDS, Fact, LogFacts, LoggedEntry, SaidWords, facts_in
from coordination.drills.evaluation.vocabulary import MilestoneKind, MilestoneState

_K, _S = MilestoneKind, MilestoneState


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time without play; `until` is None while it lasts."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Played:
    """A stretch in which the exercise was played; `pace`: seconds of exercise time in a second."""

    since: datetime
    until: datetime | None
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the first word came, by the ledger of pushes. `reached_at`: of the staff who have it, when."""

    first_device_at: datetime | None
    staff: int
    reached_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One time. `seq` and `from_seq` are entries of the log; none where a ledger tells, or STARTEX was no entry.

    `done` of `total`: how many rooms or people, where the time is of all of them. Seconds are None unless reached.
    """

    kind: MilestoneKind
    state: MilestoneState
    from_seq: int | None
    from_at: datetime
    seq: int | None = None
    at: datetime | None = None
    wall_s: float | None = None
    exercise_s: float | None = None
    done: int | None = None
    total: int | None = None


def times_from(
    entries: Iterable[LoggedEntry],
    *,
    started: Fact,
    played: Sequence[Played],
    rooms: AbstractSet[str],
    reach: Reach | None,
    words: SaidWords,
) -> list[Milestone]:
    """Return every time, in the order of `MilestoneKind`.

    Args:
        started: STARTEX: the instant, and its entry where it has one.
        played: when the exercise was played, without overlaps.
        rooms: keys of the rooms that are to report.
        reach: how far the press came; None: there was no press.
        words: messages that tell of a PAR, and of the end of a reunification.
    """
    facts = facts_in(entries, rooms=rooms, words=words)
    clock = _Clock(facts.press or started, played)
    return [
        clock.by_ledger(_K.FIRST_DEVICE, reach.first_device_at if reach else None, is_recorded=reach is not None),
        clock.all_staff(reach),
        clock.milestone_of(_K.FIRST_ROOM, facts.first_room),
        clock.of_all(_K.ALL_ROOMS, facts.all_rooms, done=facts.rooms_reported, total=len(rooms)),
        clock.milestone_of(_K.COMMAND, facts.command),
        clock.milestone_of(_K.FIRST_PAR, facts.first_par, or_else=_S.NOT_RECORDED),
        clock.secured_milestone(facts, total=len(rooms)),
        clock.milestone_of(
            _K.RELEASED, facts.released, or_else=_S.NOT_REACHED if facts.had_action else _S.NOT_RECORDED
        ),
        # If no entry in the room says so, an evaluator may have seen it.
        clock.milestone_of(_K.REUNIFIED, facts.reunified, or_else=_S.NOT_RECORDED),
    ]


def start_of(entries: Iterable[LoggedEntry], started: Fact) -> Fact:
    """Return from what the times of an exercise run."""
    return facts_in(entries, rooms=frozenset(), words=NO_WORDS).press or started


def played_s(since: datetime, until: datetime, played: Iterable[Played]) -> float:
    """Return the seconds of exercise time between two instants."""
    found = 0.0
    for one in played:
        begin, end = max(one.since, since), min(one.until or until, until)
        found += max(0.0, (end - begin).total_seconds()) * one.pace
    return found


def played_without(breaks: Iterable[Span], *, since: datetime) -> list[Played]:
    """Return when an exercise was played that began at an instant and had these breaks."""
    found: list[Played] = []
    begin: datetime | None = since
    for one in merge_spans(breaks):
        if begin is not None and one.since > begin:
            found.append(Played(begin, one.since))
        begin = None if one.until is None or begin is None else max(one.until, begin)
    return found if begin is None else [*found, Played(begin, None)]


def breaks_of(played: Iterable[Played]) -> list[Span]:
    """Return the gaps between stretches of play, in their order."""
    in_order = sorted(played, key=lambda one: one.since)
    pairs = zip(in_order, in_order[1:], strict=False)
    return [Span(one.until, after.since) for one, after in pairs if one.until is not None and one.until < after.since]


def merge_spans(breaks: Iterable[Span]) -> list[Span]:
    """Return the same stretches without overlaps: a pause that something real interrupts counts once."""
    found: list[Span] = []
    for one in sorted(breaks, key=lambda span: span.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < one.since):
            found.append(one)
        elif last.until is not None and (one.until is None or one.until > last.until):
            found[-1] = Span(last.since, one.until)
    return found


@dataclass(frozen=True, slots=True)
class _Clock:
    start: Fact
    played: Sequence[Played]

    def milestone_of(
        self, kind: MilestoneKind, fact: Fact | None, *, or_else: MilestoneState = _S.NOT_REACHED
    ) -> Milestone:
        if fact is None:
            return self._without_time(kind, or_else)
        return self._reached_at(kind, fact.at, seq=fact.seq)

    def of_all(self, kind: MilestoneKind, fact: Fact | None, *, done: int, total: int) -> Milestone:
        if total == 0:
            return self._without_time(kind, _S.NOT_RECORDED)
        if fact is None:
            return self._without_time(kind, _S.NOT_REACHED, done=done, total=total)
        return self._reached_at(kind, fact.at, seq=fact.seq, done=total, total=total)

    def by_ledger(self, kind: MilestoneKind, at: datetime | None, *, is_recorded: bool) -> Milestone:
        if at is None:
            return self._without_time(kind, _S.NOT_REACHED if is_recorded else _S.NOT_RECORDED)
        return self._reached_at(kind, at, seq=None)

    def all_staff(self, reach: Reach | None) -> Milestone:
        if reach is None or reach.staff == 0:
            return self._without_time(_K.ALL_STAFF, _S.NOT_RECORDED)
        done = len(reach.reached_at)
        if done < reach.staff:
            return self._without_time(_K.ALL_STAFF, _S.NOT_REACHED, done=done, total=reach.staff)
        return self._reached_at(_K.ALL_STAFF, max(reach.reached_at), seq=None, done=done, total=reach.staff)

    def secured_milestone(self, facts: LogFacts, *, total: int) -> Milestone:
        # A log without a word of any door says nothing about doors.
        if facts.rooms_locked == 0:
            return self._without_time(_K.SECURED, _S.NOT_RECORDED)
        return self.of_all(_K.SECURED, facts.all_locked, done=facts.rooms_locked, total=total)

    def _without_time(
        self, kind: MilestoneKind, state: MilestoneState, *, done: int | None = None, total: int | None = None
    ) -> Milestone:
        return Milestone(kind, state, self.start.seq, self.start.at, done=done, total=total)

    def _reached_at(
        self, kind: MilestoneKind, at: datetime, *, seq: int | None, done: int | None = None, total: int | None = None
    ) -> Milestone:
        start = self.start
        if at < start.at:
            return Milestone(kind, _S.STOOD_BEFORE, start.seq, start.at, seq, at, done=done, total=total)
        wall_s = round((at - start.at).total_seconds(), 1)
        exercise_s = round(played_s(start.at, at, self.played), 1)
        return Milestone(kind, _S.REACHED, start.seq, start.at, seq, at, wall_s, exercise_s, done, total)


def by_kind(times: Iterable[Milestone]) -> Mapping[MilestoneKind, Milestone]:
    """Return the milestones by kind."""
    return {one.kind: one for one in times}
