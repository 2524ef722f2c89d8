"""Lay a plot of years out: where its lines, marks and words are. Pure; a template writes it as SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 360.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 34.0, 12.0, 30.0
LINES = 4
# From the ends of the grid to the first and the last year.
AIR = 16.0
# So near each other, two numbers at the ends of lines cannot be read.
APART = 13.0
type Height = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, how it is drawn, a value or None for each year, and the years that are hidden."""

    name: str
    style: str
    values: Sequence[int | None]
    hidden: frozenset[int] = frozenset()
    # How many people answered at least; empty where that is no question.
    answers: Sequence[int | None] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line."""

    x: float
    y: float
    year: int
    value: int


@dataclass(frozen=True, slots=True)
class DrawnSeries:
    """A line as it is drawn. `last` is its newest point, and `last_y` where its number stands."""

    name: str
    style: str
    path: str
    marks: list[Mark]
    hidden_at: list[float]
    last: Mark | None
    last_y: float


@dataclass(frozen=True, slots=True)
class TableCell:
    """What the table says of a line in a year."""

    name: str
    value: int | None
    answers: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot and the rows of its table, by year."""

    key: str
    title: str
    unit: str
    width: float
    height: float
    left: float
    right: float
    base: float
    grid: list[tuple[float, int]]
    ticks: list[tuple[float, int]]
    series: list[DrawnSeries]
    rows: list[tuple[int, list[TableCell]]]


def plot_of(key: str, title: str, unit: str, years: Sequence[int], series: Sequence[Series], highest: int) -> Plot:
    """Return a plot from 0 to `highest`, one place for each year."""
    across, down = WIDTH - LEFT - RIGHT - 2 * AIR, HEIGHT - TOP - BOTTOM
    step = across / max(len(years) - 1, 1)
    first, middle = LEFT + AIR, LEFT + AIR + across / 2
    at = {year: round(first + step * place if len(years) > 1 else middle, 1) for place, year in enumerate(years)}

    def height_of(value: float) -> float:
        return round(TOP + down * (1 - min(value, highest) / highest), 1)

    return Plot(
        key=key,
        title=title,
        unit=unit,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=HEIGHT - BOTTOM,
        grid=[(height_of(highest * one / LINES), round(highest * one / LINES)) for one in range(LINES + 1)],
        ticks=[(at[year], year) for year in years],
        series=_push_apart([_draw_series(one, years, at, height_of) for one in series]),
        rows=[(year, [_table_cell(one, place, year) for one in series]) for place, year in enumerate(years)],
    )


def _draw_series(one: Series, years: Sequence[int], at: dict[int, float], height_of: Height) -> DrawnSeries:
    marks, path, goes_on = [], [], False
    for year, value in zip(years, one.values, strict=True):
        if value is None:
            goes_on = False
            continue
        mark = Mark(at[year], height_of(value), year, value)
        path.append(f"{'L' if goes_on else 'M'}{mark.x} {mark.y}")
        marks.append(mark)
        goes_on = True
    last = marks[-1] if marks else None
    hidden_at = [at[year] for year in sorted(one.hidden)]
    return DrawnSeries(one.name, one.style, " ".join(path), marks, hidden_at, last, last.y if last else 0.0)


def _push_apart(series: list[DrawnSeries]) -> list[DrawnSeries]:
    """Return the lines with the numbers at their ends pushed apart, from the top down."""
    moved: dict[int, float] = {}
    below = 0.0
    for place in sorted(range(len(series)), key=lambda one: series[one].last_y):
        if series[place].last is not None:
            below = moved[place] = max(series[place].last_y, below + APART if moved else 0.0)
    return [replace(one, last_y=round(moved.get(place, 0.0), 1)) for place, one in enumerate(series)]


def _table_cell(one: Series, place: int, year: int) -> TableCell:
    answers = one.answers[place] if one.answers else None
    return TableCell(one.name, one.values[place], answers, year in one.hidden)
