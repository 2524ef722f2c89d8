"""How a reunification went, as the room's log has it: what is told afterwards is what anyone can compute from it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.incident.reunification.capability import ReunificationCounted
from coordination.incident.reunification.vocabulary import StudentGroup
from coordination.reunification.access import Desk
from coordination.reunification.models import Release
from coordination.reunification.rules.forecast import WINDOW, Forecast, Reached, forecast_end, moment_of, over_time
from coordination.room.models import LogEntry

# Room for a number of four digits on the left, and for half a time on the right, in letters that a phone shows well.
LEFT, RIGHT, TOP, BASE = 56, 570, 12, 208
# How far apart two times begin at least: they are as wide as five of those letters.
TIME_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Plot:
    """The numbers of a table, and where they lie in a picture of 600 by 240. `before`: as in `Afterwards`."""

    rows: list[Reached]
    before: int
    path: str
    grid: list[tuple[float, int]]
    ticks: list[tuple[float, datetime]]


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What an after-action report needs. Times may be lacking, but for `opened_at`.

    `total`: who was reunited in this operation; `before`: who has been with their family since before it opened, of the
    room's operation before it, and is in none of the other numbers. Both are together who is reunited in the sum.
    """

    opened_at: datetime
    first_at: datetime | None
    half_at: datetime | None
    last_at: datetime | None
    closed_at: datetime | None
    minutes: int | None
    total: int
    before: int
    most_in_quarter: int


def reunited_by_log(desk: Desk) -> list[Reached]:
    """Return how many this operation had brought to their families after each entry that changed it. One query.

    They are counted by their codes. Who was handed over before it opened is in the sum of a second operation from its
    first entry on, and was not reunited by it: with them its picture would begin with a leap.
    """
    event_type = ReunificationCounted.model_fields["type"].default
    rows = LogEntry.objects.filter(room_id=desk.operation.room_id, event_type=event_type).order_by("seq")
    found, reunited, key = [], set[str](), str(desk.operation.pk)
    for at, content in rows.values_list("at", "content"):
        said = json.loads(content)["event"]
        if said["operation_id"] != key:
            continue
        before = len(reunited)
        if said["group"] == StudentGroup.REUNITED:
            reunited.update(said["codes"])
        else:
            reunited.difference_update(said["codes"])
        if len(reunited) != before:
            found.append(Reached(at, len(reunited)))
    return found


def forecast_of(desk: Desk, *, left: int) -> Forecast:
    """Return when it is done if it goes on as it does, from the times of the releases. Two queries."""
    rows = Release.objects.filter(student__operation=desk.operation).order_by("at").values_list("at", flat=True)
    lately = list(rows.filter(at__gt=desk.at - WINDOW))
    earlier = list(rows.filter(at__lte=desk.at - WINDOW)[:1])
    return forecast_end([*earlier, *lately], left=left, is_open=desk.is_open, at=desk.at)


def plot_of(desk: Desk, counted: list[Reached]) -> Plot | None:
    """Return the plot from the opening to now, or to the end; None as long as there is nothing to show."""
    end = desk.operation.closed_at or desk.at
    if not counted or end <= desk.operation.opened_at:
        return None
    begin = desk.operation.opened_at
    rows = over_time(counted, begin=begin, end=end)
    most = max(1, *(one.total for one in rows))

    def x(at: datetime) -> float:
        return LEFT + (RIGHT - LEFT) * ((at - begin) / (end - begin))

    def y(number: int) -> float:
        return BASE - (BASE - TOP) * number / most

    # A number stays until it changes: steps, with a corner at each change.
    points = [f"M{x(rows[0].at):.1f} {y(rows[0].total):.1f}"]
    points += [f"H{x(one.at):.1f}V{y(one.total):.1f}" for one in rows[1:]]
    numbers = sorted({0, most // 2, most})
    every = max(1, (len(rows) - 1) // 4)
    ticks = [(x(one.at), one.at) for one in rows[::every]]
    # The last step is as long as it happens to be by now.
    if len(ticks) > 1 and ticks[-1][0] - ticks[-2][0] < TIME_WIDTH:
        del ticks[-2]
    return Plot(
        rows=rows,
        before=_reunited_before(desk, counted),
        path="".join(points),
        grid=[(y(number), number) for number in numbers],
        ticks=ticks,
    )


def tell_afterwards(desk: Desk, counted: list[Reached]) -> Afterwards:
    """Return the numbers of an after-action report, from the entries of the log."""
    operation, total = desk.operation, counted[-1].total if counted else 0
    last = moment_of(counted, total) if total else None
    first = moment_of(counted, 1)
    return Afterwards(
        opened_at=operation.opened_at,
        first_at=first,
        half_at=moment_of(counted, (total + 1) // 2) if total else None,
        last_at=last,
        closed_at=operation.closed_at,
        minutes=round((last - operation.opened_at) / timedelta(minutes=1)) if last is not None else None,
        total=total,
        before=_reunited_before(desk, counted),
        most_in_quarter=_most_in_quarter(counted),
    )


def _reunited_before(desk: Desk, counted: list[Reached]) -> int:
    return desk.stands.reunited - (counted[-1].total if counted else 0)


def _most_in_quarter(counted: list[Reached]) -> int:
    """Return the most that were reached within a quarter of an hour."""
    most, start, before = 0, 0, [0, *(one.total for one in counted)]
    for one in counted:
        while counted[start].at <= one.at - WINDOW:
            start += 1
        most = max(most, one.total - before[start])
    return most
