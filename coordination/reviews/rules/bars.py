"""Lay bars out below each other on one scale, each with its words and, where there is one, a mark. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LEFT, RIGHT, TOP = 360.0, 4.0, 8.0, 4.0
ROW, WORDS_AT, BAR_AT, BAR = 40.0, 13.0, 19.0, 12.0
LEAST_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class BarGiven:
    """What a bar shows: its name, its value and the words of it; `mark`: a value to compare it with.

    No value: nothing was measured, and the row says so in words. `is_count`: a zero is nothing to be seen. `is_over`:
    the value is past the mark.
    """

    name: str
    value: float | None
    words: str
    mark: float | None = None
    is_count: bool = False

    @property
    def is_over(self) -> bool:
        return self.value is not None and self.mark is not None and self.value > self.mark


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture. `width` and `mark_x` are none where nothing is drawn."""

    given: BarGiven
    words_y: float
    bar_y: float
    middle_y: float
    width: float | None
    mark_x: float | None


@dataclass(frozen=True, slots=True)
class BarPlot:
    """The picture."""

    width: float
    height: float
    left: float
    right: float
    bar: float
    rows: list[Bar]
    has_marks: bool


def _least_width(given: BarGiven) -> float:
    """What took no time at all is still to be seen; where nothing was counted, there is nothing."""
    return 0.0 if given.is_count and not given.value else LEAST_WIDTH


def bar_plot(given: Sequence[BarGiven]) -> BarPlot | None:
    """Return the picture of bars in the order given; None where nothing has a value."""
    if all(one.value is None for one in given):
        return None
    longest = max(max(one.value or 0.0, one.mark or 0.0) for one in given) or 1.0
    across = WIDTH - LEFT - RIGHT

    def x_of(value: float) -> float:
        return round(LEFT + across * value / longest, 1)

    rows = [
        Bar(
            given=one,
            words_y=TOP + ROW * place + WORDS_AT,
            bar_y=TOP + ROW * place + BAR_AT,
            middle_y=TOP + ROW * place + BAR_AT + BAR / 2,
            width=None if one.value is None else round(max(x_of(one.value) - LEFT, _least_width(one)), 1),
            mark_x=None if one.mark is None else x_of(one.mark),
        )
        for place, one in enumerate(given)
    ]
    return BarPlot(
        width=WIDTH,
        height=TOP + ROW * len(rows) + TOP,
        left=LEFT,
        right=WIDTH - RIGHT,
        bar=BAR,
        rows=rows,
        has_marks=any(one.mark is not None for one in given),
    )
