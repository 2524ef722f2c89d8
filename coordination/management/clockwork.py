"""Beside serving: one keeper asks by one statement what is due, and wakes the thread that does it.

Nothing else in a serving process asks the database by a clock of its own, but the access epoch and the upkeep of every
minute. What is to be done at an instant is a `Clockwork`: it says what makes it due and what is done then, and costs a
subquery of a statement that is asked anyway.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from time import monotonic, sleep
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Model, QuerySet
from django.utils import timezone

from coordination.planning_bell import PLANNED

logger = logging.getLogger(__name__)
# What another process has planned, or one that has died, is seen after this.
ASK_EVERY_S = 5.0
# Between two asks at the least, however often the bell rings.
BREATH_S = 1.0
# After a failure: a database, a receiver or a mail server that is away is not asked every second.
REST_AFTER_FAILURE_S = 10.0


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Something that is done when its time has come."""

    name: str
    # It is due at an instant while one of these has a row. Indexed and cheap: asked again and again.
    signs: Callable[[datetime], Sequence[QuerySet[Model]]]
    # Does what is due and returns how many seconds it may rest; None: `every_s`. It may raise whatever it likes.
    carry_out: Callable[[datetime], float | None]
    # While it is due, it is done again after this.
    every_s: float


class Hand:
    """The thread of one clockwork. A thread that hangs does not keep the others from their work."""

    def __init__(self, work: Clockwork, *, clock: Callable[[], float]) -> None:
        self.work = work
        self._clock = clock
        self._rests_until_s = 0.0
        self._was_not_due = False
        self._is_wanted = Event()
        self._is_busy = False
        self._was_rung = False

    def start(self) -> None:
        """Begin to wait for being wanted, in a thread that ends with the process."""
        threading.Thread(target=self._work_for_ever, name=self.work.name, daemon=True).start()

    def may_be_asked(self, now_s: float) -> bool:
        """Tell whether its question belongs in this statement.

        It does within a breath before its time. What was merely not due comes along with any statement that is sent:
        otherwise each hand would keep a beat of its own, and an idle server ask as often as there are beats.
        """
        return not self._is_busy and (self._was_not_due or self.is_ripe(now_s))

    def is_ripe(self, now_s: float) -> bool:
        """Tell whether it is time to ask for it, with or without others."""
        return not self._is_busy and now_s >= self._rests_until_s - BREATH_S

    def wait_s(self, now_s: float) -> float:
        """Return how long there is until it is asked again; a busy one is looked at again after a breath."""
        return BREATH_S if self._is_busy else self._rests_until_s - now_s

    def rest_no_longer(self) -> None:
        """Have it asked with the next statement; where it is busy, once more when it has finished."""
        self._was_rung = True
        self._rests_until_s = 0.0

    def is_asked(self, now_s: float, *, is_due: bool) -> None:
        """Take the answer: have it done now, or let it rest."""
        if not is_due:
            self._rests_until_s = now_s + max(ASK_EVERY_S, self.work.every_s)
            # What rests longer is asked less often because its question costs more.
            self._was_not_due = self.work.every_s <= ASK_EVERY_S
            return
        self._was_not_due = False
        self._was_rung = False
        self._is_busy = True
        self._is_wanted.set()

    def do_once(self) -> None:
        """Do what is due, here. What fails is logged, and due again after a rest."""
        rest_s = attempt_work(self.work.name, lambda: self.work.carry_out(timezone.now()))
        self._rests_until_s = self._clock() + (self.work.every_s if rest_s is None else rest_s)
        self._is_busy = False
        # It may not have seen what was planned meanwhile.
        if self._was_rung:
            PLANNED.set()

    def _work_for_ever(self) -> None:
        while True:
            self._is_wanted.wait()
            self._is_wanted.clear()
            self.do_once()


class ClockKeeper:
    """Asks what is due, and wakes the hands. One to a process."""

    def __init__(self, works: Sequence[Clockwork], *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.hands = [Hand(work, clock=clock) for work in works]

    def start(self) -> None:
        """Begin asking, in threads that end with the process."""
        for hand in self.hands:
            hand.start()
        threading.Thread(target=self._keep_for_ever, name="clock keeper", daemon=True).start()

    def _keep_for_ever(self) -> None:
        while True:
            self.take_turn()
            rest_s = self.rest_s()
            sleep(BREATH_S)
            PLANNED.wait(rest_s - BREATH_S)

    def take_turn(self) -> None:
        """Ask what is due of those that do not rest, and wake it. What fails is logged and asked again."""
        if PLANNED.is_set():
            PLANNED.clear()
            for hand in self.hands:
                hand.rest_no_longer()
        attempt_work("clock keeper", self._wake_due)

    def rest_s(self) -> float:
        """Return how long nothing has to be asked."""
        now_s = self._clock()
        return max(BREATH_S, min([ASK_EVERY_S, *(hand.wait_s(now_s) for hand in self.hands)]))

    def _wake_due(self) -> None:
        """Ask by one statement, and by none where all are busy or rest."""
        now_s = self._clock()
        asked = [hand for hand in self.hands if hand.may_be_asked(now_s)]
        if any(hand.is_ripe(now_s) for hand in asked):
            answers = are_due([hand.work for hand in asked], timezone.now())
            for hand, is_due in zip(asked, answers, strict=True):
                hand.is_asked(now_s, is_due=is_due)


def are_due(works: Sequence[Clockwork], at: datetime) -> list[bool]:
    """Tell of each whether it is due at an instant, by one statement. Those with the same signs are asked for once."""
    signs = list(dict.fromkeys(work.signs for work in works))
    answers = dict(zip(signs, have_rows([one(at) for one in signs]), strict=True))
    return [answers[work.signs] for work in works]


def have_rows(groups: Sequence[Iterable[QuerySet[Any]]]) -> list[bool]:
    """Tell of each group whether one of its querysets has a row, by one statement."""
    if not groups:
        return []
    parts, parameters = [], []
    for group in groups:
        signs = [sign.order_by().values("pk")[:1].query.sql_with_params() for sign in group]
        parts.append(" OR ".join(f"EXISTS({sql})" for sql, _given in signs) or "1 = 0")
        parameters += [one for _sql, given in signs for one in given]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return [bool(one) for one in cursor.fetchone()]


def attempt_work(what: str, act: Callable[[], float | None]) -> float | None:
    """Do something beside serving and return what it returned; after a failure, the rest that it asks for.

    A thread that a fault ends would end in silence, and an incident without a commander would go unreported.
    """
    close_old_connections()
    try:
        return act()
    except (DatabaseError, OSError) as error:
        logger.warning("%s: put off (%s)", what, type(error).__name__)
    except Exception:
        logger.exception("%s: met a fault of our own", what)
    finally:
        # Back into the pool; a file is opened again only slowly, and no other thread waits for it.
        if connection.vendor == "postgresql":
            connection.close()
    return REST_AFTER_FAILURE_S
