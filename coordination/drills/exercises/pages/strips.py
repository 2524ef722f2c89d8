"""Pictures of time: the weeks to come with their exercises, and an exercise with its injects. Shapes, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.drills.exercises.work.queries import ExerciseLine, InjectView

WEEKS = 12
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class StripMark:
    """One exercise on the strip: where it lies, in thousandths of the whole, and in which row."""

    line: ExerciseLine
    x: int
    width: int
    row: int
    y: int


@dataclass(frozen=True, slots=True)
class CalendarStrip:
    """Twelve weeks from the beginning of this one. `weeks` are where each begins."""

    marks: list[StripMark]
    weeks: list[tuple[int, datetime]]
    height: int


def calendar_strip(lines: Sequence[ExerciseLine], at: datetime) -> CalendarStrip | None:
    """Return the strip of what begins within twelve weeks; None where nothing does."""
    begin = at - timedelta(days=at.weekday(), hours=at.hour, minutes=at.minute)
    whole = timedelta(weeks=WEEKS)
    near = [one for one in lines if begin <= one.planned_start < begin + whole]
    if not near:
        return None
    ends: list[int] = []
    marks = []
    for one in near:
        x = int((one.planned_start - begin) / whole * WIDTH)
        width = max(12, int((one.planned_end - one.planned_start) / whole * WIDTH))
        row = next((row for row, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + width]
        marks.append(StripMark(one, x, width, row, 26 + row * 16))
    weeks = [(week * WIDTH // WEEKS, begin + timedelta(weeks=week)) for week in range(WEEKS)]
    return CalendarStrip(marks, weeks, 30 + len(ends) * 16)


@dataclass(frozen=True, slots=True)
class InjectMark:
    """One inject on the strip of an exercise."""

    inject: InjectView
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class MselStrip:
    """The injects that have a time, on a line from STARTEX to the last of them. `ticks`: where, and which minute."""

    marks: list[InjectMark]
    ticks: list[tuple[int, int]]
    height: int


def msel_strip(injects: Sequence[InjectView]) -> MselStrip | None:
    """Return the strip of a MSEL; None where no inject has a time."""
    timed = sorted(
        (one for one in injects if one.offset_s is not None), key=lambda one: (one.offset_s or 0, one.number)
    )
    if not timed:
        return None
    # A quarter at least, so that two injects of the first minute do not fill the whole.
    whole = max(900, timed[-1].offset_s or 0)
    ends: list[int] = []
    marks = []
    for one in timed:
        x = 20 + int((one.offset_s or 0) / whole * (WIDTH - 60))
        row = next((row for row, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + 30]
        marks.append(InjectMark(one, x, 40 + row * 30))
    step = next((one for one in (1, 2, 5, 10, 15, 30, 60, 120, 240, 480) if whole / 60 / one <= 10), 960)
    ticks = [(20 + int(m * 60 / whole * (WIDTH - 60)), m) for m in range(0, whole // 60 + 1, step)]
    return MselStrip(marks, ticks, 50 + len(ends) * 30)
