"""Lay the times of an exercise out on one line each: where bars, marks and ticks are. Pure; a template writes SVG."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordination.drills.evaluation.rules.times import Milestone, Span
from coordination.drills.evaluation.vocabulary import MilestoneKind, MilestoneState

WIDTH, LEFT, RIGHT, TOP = 360.0, 4.0, 8.0, 8.0
LANE, WORDS_AT, BAR_AT, BAR = 40.0, 12.0, 18.0, 12.0
BOTTOM = 24.0
# Seconds between ticks: the smallest that leaves few enough of them.
STEPS_S = (1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400)
MOST_TICKS = 5
type Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Lane:
    """One time: its bar from the start, and where evaluators observed it. `width` is None where nothing was reached."""

    milestone: Milestone
    words_y: float
    bar_y: float
    middle_y: float
    width: float | None
    observed_at: list[float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line down the picture and the seconds at it."""

    x: float
    seconds: int


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The picture. `breaks`: the stretches without play, as left end and width."""

    width: float
    height: float
    left: float
    right: float
    base: float
    bar: float
    lanes: list[Lane]
    ticks: list[Tick]
    breaks: list[tuple[float, float]]


def time_line(
    milestones: Sequence[Milestone],
    *,
    breaks: Iterable[Span],
    observed: Iterable[tuple[MilestoneKind, datetime]],
    until: datetime | None,
) -> TimeLine | None:
    """Return the picture of times; None where there is none, or none was reached or observed.

    Args:
        observed: what evaluators noted by hand, drawn apart from what the log says.
        until: the end of the record: what still lasts is drawn until there.
    """
    if not milestones or until is None:
        return None
    start = milestones[0].from_at
    seen = [(kind, (at - start).total_seconds()) for kind, at in observed if at >= start]
    ends = [one.wall_s for one in milestones if one.wall_s is not None] + [seconds for _, seconds in seen]
    if not ends:
        return None
    longest, across = max(*ends, 1.0), WIDTH - LEFT - RIGHT

    def x_of(seconds: float) -> float:
        return round(LEFT + across * min(max(seconds, 0.0), longest) / longest, 1)

    lanes = [_draw_lane(place, one, x_of, seen) for place, one in enumerate(milestones)]
    base = TOP + LANE * len(lanes)
    step = next((one for one in STEPS_S if longest / one <= MOST_TICKS), STEPS_S[-1])
    return TimeLine(
        width=WIDTH,
        height=base + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=base,
        bar=BAR,
        lanes=lanes,
        ticks=[Tick(x_of(one), one) for one in range(0, int(longest) + 1, step)],
        breaks=[one for one in (_draw_band(span, start, until, x_of) for span in breaks) if one[1] > 0],
    )


def _draw_lane(place: int, one: Milestone, x_of: Place, seen: list[tuple[MilestoneKind, float]]) -> Lane:
    y = TOP + LANE * place
    is_reached = one.state is MilestoneState.REACHED and one.wall_s is not None
    return Lane(
        milestone=one,
        words_y=y + WORDS_AT,
        bar_y=y + BAR_AT,
        middle_y=y + BAR_AT + BAR / 2,
        # What took no time at all is still to be seen.
        width=round(max(x_of(one.wall_s or 0.0) - LEFT, 2.0), 1) if is_reached else None,
        observed_at=[x_of(seconds) for kind, seconds in seen if kind is one.kind],
    )


def _draw_band(span: Span, start: datetime, until: datetime, x_of: Place) -> tuple[float, float]:
    left = x_of((span.since - start).total_seconds())
    return left, round(x_of(((span.until or until) - start).total_seconds()) - left, 1)
