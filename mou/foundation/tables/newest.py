"""The newest rows of a long list that a page shows a part of, with how many there are: a list is never cut silently."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet


class Newest[RowT](list[RowT]):
    """The first rows of a list. `total`: how many there are; a page says it with `tables/_newest.html`."""

    def __init__(self, rows: list[RowT], total: int) -> None:
        """Make it of the rows that are shown."""
        super().__init__(rows)
        self.total = total

    def make_each[MadeT](self, make: Callable[[RowT], MadeT]) -> "Newest[MadeT]":
        """Return what is made of each row, with the same total."""
        return Newest([make(one) for one in self], self.total)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than stand here."""
        return self.total > len(self)


def read_newest(rows: QuerySet[Any], most: int) -> Newest[Any]:
    """Return the first rows in their order. One query; where there are more than `most`, a second one counts them."""
    found = list(rows[: most + 1])
    return Newest(found[:most], rows.count() if len(found) > most else len(found))
