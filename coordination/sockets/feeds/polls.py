"""Long polls of each person: few wait in a room, a newer one ends the oldest, and they begin at a pace of their own.

Belongs to one event loop.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache

# A page and one more, as it is loaded again: a browser may not tell us that the older one is gone.
POLLS_OF_EACH = 2
# So many of a person begin at once, in all rooms together; then one a second. A page polls again when it is answered,
# and needs no more: what came meanwhile is in the one answer.
BEGIN_AT_ONCE = 10
BEGIN_EVERY_S = 1.0
# A person who has more polls held back than pages that may wait begins one so seldom until these are through.
HELD_OF_EACH = POLLS_OF_EACH
CROWDED_EVERY_S = 3.0
# As long as the longest poll.
HELD_AT_MOST_S = 25.0
PEOPLE_REMEMBERED = 4096


class WaitingPoll:
    """One poll that waits; `is_replaced` once newer ones of the same person wait here."""

    def __init__(self) -> None:
        self.is_replaced = False


class Polls:
    """The polls of one room."""

    def __init__(self) -> None:
        self._of: dict[int, deque[WaitingPoll]] = {}

    @contextmanager
    def one_more(self, user_id: int) -> Iterator[WaitingPoll]:
        """Count a poll of a person's for the block."""
        mine, theirs = WaitingPoll(), self._of.setdefault(user_id, deque())
        theirs.append(mine)
        if len(theirs) > POLLS_OF_EACH:
            theirs.popleft().is_replaced = True
        try:
            yield mine
        finally:
            if not mine.is_replaced:
                theirs.remove(mine)
            if not theirs:
                self._of.pop(user_id, None)


class PollPace:
    """When polls of each person may begin. Pure: the caller brings the time."""

    def __init__(self) -> None:
        # A person who is not here has kept the pace.
        self._due_s: LRUCache[int, float] = LRUCache(PEOPLE_REMEMBERED)

    def due_s(self, user_id: int) -> float:
        """Return when a person's next poll would be due if they had always kept the pace."""
        return self._due_s.get(user_id, 0.0)

    def held_for_s(self, user_id: int, *, now_s: float) -> float:
        """Count one more poll of a person's; return how long it has to wait until it begins.

        One that would wait for longer than HELD_AT_MOST_S has no turn, and is not counted.
        """
        due_s = max(self.due_s(user_id), now_s)
        held_s = max(0.0, due_s - (BEGIN_AT_ONCE - 1) * BEGIN_EVERY_S - now_s)
        if held_s <= HELD_AT_MOST_S:
            is_crowded = held_s > HELD_OF_EACH * BEGIN_EVERY_S
            self._due_s[user_id] = due_s + (CROWDED_EVERY_S if is_crowded else BEGIN_EVERY_S)
        return held_s
