"""Write many rows in transactions so short that no other writer waits for long.

On SQLite one writes at a time: a panic press waits for the writer. So a transaction has as many rows as took a
moment before, and the next one begins only after a pause.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

# A busy machine may need four times as long as it needed just before. On SQLite every room waits for as long; on
# PostgreSQL none does, and fewer commits are quicker.
AIM_S = {"sqlite": 0.01, "postgresql": 0.05}
FIRST_ROWS = 50
MOST_PAUSE_S = 0.2
# A row has at most some dozen values: well below the 32,766 of one SQLite statement, where a geometry counts twice.
MOST_ROWS = 1000
# A transaction that begins and ends slowly would otherwise shrink to a row, and an import to a standstill.
LEAST_ROWS = 20


@dataclass(slots=True)
class ShortWrites:
    """How many rows go into one transaction: as many as took what AIM_S says before."""

    rows: int = FIRST_ROWS
    rests_until: float = 0.0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write in one durable transaction, and learn from how long that took; on SQLite let others write as long.

        The pause ends before the next transaction: what its rows are made of may be made in it.
        """
        self._rest()
        with _delay_collection(), transaction.atomic(durable=True):
            began = time.monotonic()
            yield
            written = time.monotonic()
        held_s, aim_s = time.monotonic() - began, AIM_S[connection.vendor]
        self.rows = max(
            LEAST_ROWS, min(MOST_ROWS, self.rows * 2, round(self.rows * aim_s / max(written - began, 0.001)))
        )
        # On PostgreSQL no writer waits for another's rows.
        if connection.vendor == "sqlite":
            self.rests_until = began + held_s + min(held_s, MOST_PAUSE_S)

    def _rest(self) -> None:
        if self.rests_until:
            time.sleep(max(0.0, self.rests_until - time.monotonic()))
            self.rests_until = 0.0


@contextmanager
def _delay_collection() -> Iterator[None]:
    """Let Python collect its garbage in the pauses: of a large import that takes longer than a whole transaction."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
