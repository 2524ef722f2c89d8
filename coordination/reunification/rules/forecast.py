"""When a reunification will be done, if it goes on as in the last quarter of an hour, or why it is not said. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.reunification.vocabulary import NoForecast

WINDOW = timedelta(minutes=15)
# Fewer are no pace; further away than this no one can say.
LEAST, FURTHEST = 5, timedelta(hours=12)
BARS_MOST = 24
# How long one step of the plot is, whichever is the first that has few enough of them.
STEPS_MIN = (5, 10, 15, 30, 60, 120, 240, 480, 1440)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`lately`: how many were handed over in the last quarter of an hour. Either `done_at` or `why_not` is there."""

    lately: int
    done_at: datetime | None = None
    why_not: NoForecast | None = None


def forecast_end(released: Sequence[datetime], *, left: int, is_open: bool, at: datetime) -> Forecast:
    """Say when it is done, if it goes on as in the last quarter of an hour.

    Args:
        released: when children were handed over, the first one and those of the last quarter of an hour at least.
        left: how many students are not resolved.
    """
    lately = sum(at - WINDOW < one <= at for one in released)
    if not left:
        return Forecast(lately, why_not=NoForecast.NONE_LEFT)
    if not is_open:
        return Forecast(lately, why_not=NoForecast.NOT_OPEN)
    if not released or at - min(released) < WINDOW:
        return Forecast(lately, why_not=NoForecast.TOO_EARLY)
    if lately < LEAST:
        return Forecast(lately, why_not=NoForecast.TOO_FEW)
    takes = WINDOW * left / lately
    if takes > FURTHEST:
        return Forecast(lately, why_not=NoForecast.TOO_FAR)
    return Forecast(lately, done_at=at + takes)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many were with their families at a moment, all counted since the beginning."""

    at: datetime
    total: int


def over_time(counted: Sequence[Reached], *, begin: datetime, end: datetime) -> list[Reached]:
    """Return the number reached at the end of each step from `begin` to `end`, at most 25 of them, the first one 0.

    Args:
        counted: the number after each change, in its order.
    """
    length = (end - begin) / timedelta(minutes=1)
    step = timedelta(minutes=next((one for one in STEPS_MIN if length / one <= BARS_MOST), STEPS_MIN[-1]))
    steps, at = [begin], begin
    while at < end and len(steps) <= BARS_MOST:
        at = min(at + step, end)
        steps.append(at)
    if steps[-1] < end:
        steps[-1] = end
    return [Reached(one, _total_at(counted, one)) for one in steps]


def _total_at(counted: Sequence[Reached], at: datetime) -> int:
    return next((one.total for one in reversed(counted) if one.at <= at), 0)


def moment_of(counted: Sequence[Reached], number: int) -> datetime | None:
    """Return when so many were reached the first time; None if they never were."""
    return next((one.at for one in counted if one.total >= number), None)
