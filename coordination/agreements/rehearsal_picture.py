"""The picture of one rehearsed incident: a bar for each right gained or lost, while it was open. Numbers only."""

from dataclasses import dataclass
from datetime import datetime

from coordination.agreements.rehearsals import RehearsedIncident
from mou.access.explaining.rehearsal import Difference

WIDTH = 640  # of the incident's whole time, in the picture's own units
ROW = 26
LEAST = 3  # so that what lasted a second is still seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One difference as a rectangle."""

    difference: Difference
    x: float
    y: float
    width: float

    @property
    def text_y(self) -> float:
        """Return where the words of the row stand."""
        return self.y + ROW / 2


@dataclass(frozen=True, slots=True)
class Picture:
    """All bars of one incident, one row each."""

    bars: tuple[Bar, ...]
    width: int
    height: int


def bars_of(incident: RehearsedIncident) -> Picture:
    """Return the bars of an incident, in the order of its differences."""
    whole = max((incident.until - incident.opened_at).total_seconds(), 1.0)

    def x_of(at: datetime) -> float:
        share = (at - incident.opened_at).total_seconds() / whole
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)

    bars = tuple(
        Bar(
            difference=one,
            x=min(x_of(one.begins_at), WIDTH - LEAST),
            y=number * ROW,
            width=max(round(x_of(one.ends_at) - x_of(one.begins_at), 1), LEAST),
        )
        for number, one in enumerate(incident.differences)
    )
    return Picture(bars=bars, width=WIDTH, height=ROW * len(bars))
