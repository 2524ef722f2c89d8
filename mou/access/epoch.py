"""Read the access epoch, one cheap row, and remember what was found of access while it stands.

No other module compares epochs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from cachetools import LRUCache
from django.db import connection

# The same as an expression, for a statement that must see it together with something else.
EPOCH_SQL = "COALESCE((SELECT count FROM mou_accessepoch WHERE id = 1), 0)"
# Agreements begin and end at midnights; every zone's midnight is the beginning of a quarter of an hour.
QUARTER_S = 900
REMEMBERED_MAX = 20_000


def quarter_of(at: datetime) -> int:
    """Return the number of an instant's quarter of an hour."""
    return int(at.timestamp()) // QUARTER_S


def access_epoch() -> int:
    """Return the number of access changes so far; 0 before the first."""
    # Plain SQL: an idle server asks nothing else, nearly twice a second.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {EPOCH_SQL}")
        return int(cursor.fetchone()[0])


def has_moved(since: int, *, now: int) -> bool:
    """Tell whether access may have changed between two looks at the epoch."""
    return since != now


@dataclass(frozen=True, slots=True)
class AccessMoment:
    """The epoch and the quarter of an hour in which access was asked; the answer holds while neither has moved."""

    epoch: int
    quarter: int

    @classmethod
    def of(cls, epoch: int, at: datetime) -> "AccessMoment":
        """Return the moment of an instant at which the epoch was this."""
        return cls(epoch, quarter_of(at))

    def is_over(self, *, now: "AccessMoment") -> bool:
        """Tell whether access may have changed since this moment."""
        return self != now


# Is over at every moment.
NEVER = AccessMoment(-1, -1)


class AccessMemory[Key, Answer]:
    """Answers about access, each for as long as its moment stands; those not asked for the longest make room."""

    def __init__(self) -> None:
        self._known: LRUCache[Key, tuple[AccessMoment, Answer]] = LRUCache(REMEMBERED_MAX)
        self._lock = Lock()

    def recall(self, key: Key, now: AccessMoment) -> Answer | None:
        """Return what was found, if access has not changed since."""
        with self._lock:
            known = self._known.get(key)
        return None if known is None or known[0].is_over(now=now) else known[1]

    def remember(self, key: Key, answer: Answer, moment: AccessMoment) -> None:
        """Remember what was found; the epoch was read before anything that the answer says."""
        with self._lock:
            self._known[key] = moment, answer


class EpochNote:
    """The epoch as this process last looked at it, for a caller that may be as late as that look."""

    def __init__(self, *, read: Callable[[], int] = access_epoch, clock: Callable[[], float] = monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._count = 0
        self._until_s = 0.0
        self._noted_s = -math.inf
        self._invalidations = 0

    def look(self, *, good_for_s: float, read: Callable[[], int] | None = None) -> int:
        """Read the epoch and note it for a while. Call it outside of transactions: what is undone must not be noted.

        The while counts from before the read: access may change while the answer is on its way. `read` reads it with
        something else, by one statement.
        """
        began_s = self._clock()
        with self._lock:
            invalidations = self._invalidations
        count = (read or self._read)()
        with self._lock:
            # A change that was committed here while we looked counts: the next one who asks reads for themselves.
            if invalidations == self._invalidations:
                self._count, self._until_s, self._noted_s = count, began_s + good_for_s, began_s
        return count

    @property
    def noted_s(self) -> float:
        """When the look that is noted began, by this process's monotonic clock."""
        return self._noted_s

    def stands_at(self, epoch: int) -> bool:
        """Tell whether the note is of this epoch, is not too old, and this process has not changed access since."""
        with self._lock:
            return self._clock() < self._until_s and not has_moved(epoch, now=self._count)

    def invalidate(self) -> None:
        """Forget it: access has just changed."""
        with self._lock:
            self._invalidations += 1
            self._until_s = 0.0


epoch_note = EpochNote()
