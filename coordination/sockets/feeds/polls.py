"""Who waits in a room by long polls: few of each person, and a newer one ends the oldest. Belongs to one event loop."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# A page and one more, as it is loaded again: a browser may not tell us that the older one is gone.
POLLS_OF_EACH = 2


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
