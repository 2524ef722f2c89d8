"""Gather what waits for a person of all parts: overdue first, then by day, then what has none."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice

from mou.access.together import asking_together
from mou.foundation.installed_apps import installed_apps
from mou.foundation.waiting import WaitingLine, Waits

# Of one part. More are said to be more: its own page lists them.
MOST_OF_A_PART = 40


@dataclass(frozen=True, slots=True)
class WaitingList:
    """What waits for a person. `is_cut`: a part has more than are listed."""

    lines: list[WaitingLine]
    is_cut: bool

    @property
    def overdue(self) -> list[WaitingLine]:
        return [one for one in self.lines if one.is_overdue]

    def lines_until(self, day: date) -> list[WaitingLine]:
        """Return what is due by a day and is not overdue."""
        return [one for one in self.lines if one.due_on is not None and one.due_on <= day and not one.is_overdue]

    def lines_after(self, day: date) -> list[WaitingLine]:
        """Return what is due after a day, and what has none."""
        return [one for one in self.lines if not one.is_overdue and (one.due_on is None or one.due_on > day)]


def list_waiting(user_id: int, at: datetime) -> WaitingList:
    """Return what waits for a person, each part asked what they may do now. As many queries for ten lines as for one.

    Only second persons and places on teams cost some more for each that waits, up to a limit of their own.
    """
    lines: list[WaitingLine] = []
    is_cut = False
    with asking_together():
        for waits in _declared_parts():
            found = list(islice(waits(user_id, at), MOST_OF_A_PART + 1))
            is_cut = is_cut or len(found) > MOST_OF_A_PART
            lines += found[:MOST_OF_A_PART]
    return WaitingList(sorted(lines, key=_order_of), is_cut)


def _order_of(line: WaitingLine) -> tuple[bool, date]:
    return (not line.is_overdue, line.due_on or (date.min if line.is_overdue else date.max))


@cache
def _declared_parts() -> tuple[Waits, ...]:
    return tuple(one.named(name) for one in installed_apps() for name in one.app.waiting)
