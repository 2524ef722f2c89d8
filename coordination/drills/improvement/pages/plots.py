"""Lay plots of times out: where their bars, marks and words are. Pure; templates write them as SVG beside a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordination.drills.improvement.rules.facts import duration_words
from coordination.drills.improvement.rules.spread import Spread

WIDTH = 360.0
LEFT, RIGHT = 4.0, 4.0
ROW, BAR, TOP, BOTTOM = 44.0, 10.0, 6.0, 22.0
POINTS_HEIGHT, POINTS_TOP, POINTS_BOTTOM, POINTS_LEFT = 190.0, 14.0, 26.0, 56.0
LINES = 4
# The steps between lines of a grid that people read at a glance, in seconds.
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One row: a name and its spread; the least to the most as a line, the quartiles as a bar, the median as a mark."""

    name: str
    spread: Spread
    words_y: float
    y: float
    least_x: float
    most_x: float
    low_x: float | None
    width: float
    median_x: float
    median: str
    least: str
    most: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class RangePlot:
    """Spreads below each other, on one scale. `grid` is where lines stand, and what they say."""

    width: float
    height: float
    base: float
    grid: list[tuple[float, str]]
    rows: list[RangeRow]
    has_small: bool


@dataclass(frozen=True, slots=True)
class PointMark:
    """One drill: when, how long, and where that is on the plot."""

    x: float
    y: float
    on: date
    time: str


@dataclass(frozen=True, slots=True)
class PointPlot:
    """Single drills in their order, with the median of all of them as a line."""

    width: float
    height: float
    left: float
    base: float
    path: str
    grid: list[tuple[float, str]]
    marks: list[PointMark]
    median_y: float
    median: str


def range_plot(spreads: Sequence[tuple[str, Spread]]) -> RangePlot | None:
    """Return the plot of named spreads in the order given; None of nothing."""
    if not spreads:
        return None
    step, highest = _scale_of_plot(max(one.most for _name, one in spreads))
    across = WIDTH - LEFT - RIGHT

    def x_of(seconds: float) -> float:
        return round(LEFT + across * seconds / highest, 1)

    base = TOP + ROW * len(spreads)
    return RangePlot(
        width=WIDTH,
        height=base + BOTTOM,
        base=base,
        grid=[(x_of(one), duration_words(one)) for one in range(0, highest + 1, step)],
        rows=[
            RangeRow(
                name=name,
                spread=one,
                words_y=TOP + ROW * place + 14,
                y=TOP + ROW * place + 20,
                least_x=x_of(one.least),
                most_x=x_of(one.most),
                low_x=None if one.low is None else x_of(one.low),
                width=0.0 if one.low is None or one.high is None else round(x_of(one.high) - x_of(one.low), 1),
                median_x=x_of(one.median),
                median=duration_words(round(one.median)),
                least=duration_words(one.least),
                most=duration_words(one.most),
                low="" if one.low is None else duration_words(round(one.low)),
                high="" if one.high is None else duration_words(round(one.high)),
            )
            for place, (name, one) in enumerate(spreads)
        ],
        has_small=any(one.is_small for _name, one in spreads),
    )


def point_plot(times: Sequence[tuple[date, int]], median: float) -> PointPlot | None:
    """Return the plot of drills in the order given, each a day and seconds; None of nothing."""
    if not times:
        return None
    step, highest = _scale_of_plot(max(seconds for _on, seconds in times))
    down = POINTS_HEIGHT - POINTS_TOP - POINTS_BOTTOM
    across = WIDTH - POINTS_LEFT - 16

    def y_of(seconds: float) -> float:
        return round(POINTS_TOP + down * (1 - seconds / highest), 1)

    marks = [
        PointMark(
            round(POINTS_LEFT + across * (place / (len(times) - 1) if len(times) > 1 else 0.5), 1),
            y_of(seconds),
            on,
            duration_words(seconds),
        )
        for place, (on, seconds) in enumerate(times)
    ]
    return PointPlot(
        width=WIDTH,
        height=POINTS_HEIGHT,
        left=POINTS_LEFT,
        base=POINTS_HEIGHT - POINTS_BOTTOM,
        path=" ".join(f"{'L' if place else 'M'}{one.x} {one.y}" for place, one in enumerate(marks)),
        grid=[(y_of(one), duration_words(one)) for one in range(0, highest + 1, step)],
        marks=marks,
        median_y=y_of(median),
        median=duration_words(round(median)),
    )


def _scale_of_plot(most: int) -> tuple[int, int]:
    """Return the step between lines and the highest of them: at most five lines, none above twice what is there."""
    step = next((one for one in STEPS_S if one * LINES >= most), STEPS_S[-1])
    highest = step * max(1, -(-most // step))
    return step, highest
