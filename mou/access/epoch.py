"""Read the access epoch: one cheap row, asked once a second by every server process."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from time import monotonic

from django.db import connection

# The same as an expression, for a statement that must see it together with something else.
EPOCH_SQL = "COALESCE((SELECT count FROM mou_accessepoch WHERE id = 1), 0)"
# Agreements begin and end at midnights; every zone's midnight is the beginning of a quarter of an hour.
QUARTER_S = 900


def quarter_of(at: datetime) -> int:
    """Return the number of an instant's quarter of an hour."""
    return int(at.timestamp()) // QUARTER_S


def access_epoch() -> int:
    """Return the number of access changes so far; 0 before the first."""
    # Plain SQL: an idle server asks nothing else, nearly twice a second.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {EPOCH_SQL}")
        return int(cursor.fetchone()[0])


class EpochNote:
    """The epoch as this process last looked at it, for whoever may be as late as that look."""

    def __init__(self, *, read: Callable[[], int] = access_epoch, clock: Callable[[], float] = monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._count = 0
        self._until_s = 0.0
        self._tears = 0

    def look(self, *, good_for_s: float) -> int:
        """Read the epoch and note it for a while. Call it outside of transactions: what is undone must not be noted.

        The while counts from before the read: access may change while the answer is on its way.
        """
        began_s = self._clock()
        with self._lock:
            tears = self._tears
        count = self._read()
        with self._lock:
            # A change that was committed here while we looked counts: the next one who asks reads for themselves.
            if tears == self._tears:
                self._count, self._until_s = count, began_s + good_for_s
        return count

    def recall(self) -> int | None:
        """Return what was noted, unless it is too old or this process has changed access since."""
        with self._lock:
            return self._count if self._clock() < self._until_s else None

    def tear_up(self) -> None:
        """Forget it: access has just changed."""
        with self._lock:
            self._tears += 1
            self._until_s = 0.0


epoch_note = EpochNote()
