"""What pages show of times: each with its words, its seconds as text and what evaluators observed, and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.drills.evaluation import words
from coordination.drills.evaluation.rules.time_line import Lane, TimeLine, time_line
from coordination.drills.evaluation.rules.times import Milestone, Span
from coordination.drills.evaluation.vocabulary import (
    HotWashGroup,
    HotWashScale,
    HotWashState,
    MilestoneKind,
    MilestoneState,
    PerformanceRating,
)
from coordination.drills.evaluation.work.results import ObservationResult
from coordination.drills.evaluation.work.times import ExerciseTimes
from coordination.drills.exercises.vocabulary import CoreCapability


@dataclass(frozen=True, slots=True)
class ShownObserved:
    """A time that an evaluator noted: seconds from the start as text, by whom."""

    wall: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownTime:
    """A row of the table of times."""

    title: str
    source: str
    state: str
    is_reached: bool
    wall: str
    in_exercise: str
    count: str
    seq: int | None
    at: datetime | None
    observed: list[ShownObserved]
    lane: Lane | None


@dataclass(frozen=True, slots=True)
class ShownTimes:
    """The times of an exercise as a page shows them. `from_press`: they run from a press, not from STARTEX."""

    incident_id: UUID | None
    from_seq: int | None
    from_at: datetime | None
    from_press: bool
    until: datetime | None
    rows: list[ShownTime]
    picture: TimeLine | None
    ticks: list[tuple[float, str]]
    breaks: list[Span]


def shown_times(times: ExerciseTimes, observations: Sequence[ObservationResult]) -> ShownTimes:
    """Return times with words, in the language of the reader."""
    seen = [(one.milestone, one) for one in observations if one.milestone is not None]
    observed_at = [(kind, one.at) for kind, one in seen]
    picture = time_line(times.milestones, breaks=times.breaks, observed=observed_at, until=times.until)
    titles, sources, states = MilestoneKind.labels(), words.milestone_sources(), MilestoneState.labels()
    rows = []
    for place, one in enumerate(times.milestones):
        observed = [_show_observation(found, one) for kind, found in seen if kind is one.kind]
        row = ShownTime(
            title=titles[one.kind],
            source=sources[one.kind],
            state=states[one.state],
            is_reached=one.state is MilestoneState.REACHED,
            wall=words.seconds_text(one.wall_s),
            in_exercise=words.seconds_text(one.exercise_s),
            count="" if one.total is None else f"{one.done} / {one.total}",
            seq=one.seq,
            at=one.at,
            observed=observed,
            lane=picture.lanes[place] if picture is not None else None,
        )
        rows.append(row)
    start = times.milestones[0] if times.milestones else None
    return ShownTimes(
        incident_id=times.incident_id,
        from_seq=start.from_seq if start else None,
        from_at=start.from_at if start else None,
        from_press=times.from_press,
        until=times.until,
        rows=rows,
        picture=picture,
        ticks=[(one.x, words.seconds_text(one.seconds)) for one in picture.ticks] if picture else [],
        breaks=times.breaks,
    )


def _show_observation(one: ObservationResult, milestone: Milestone) -> ShownObserved:
    seconds = (one.at - milestone.from_at).total_seconds()
    return ShownObserved(words.seconds_text(max(seconds, 0.0)), one.by, one.text)


def evaluation_words() -> dict[str, dict[str, str]]:
    """Return the words that templates look up by value."""
    return {
        "ratings": PerformanceRating.labels(),
        "milestone_words": MilestoneKind.labels(),
        "capability_words": CoreCapability.labels(),
        "scale_words": HotWashScale.labels(),
        "group_words": HotWashGroup.labels(),
        "hot_wash_states": HotWashState.labels(),
    }
