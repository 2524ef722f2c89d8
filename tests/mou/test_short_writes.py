"""What holds the one writer of SQLite holds it for a moment, and does nothing in it that can wait."""

import gc
from types import SimpleNamespace

import pytest
from django.db import connection

from mou.foundation.short_writes import AIM_S, FIRST_ROWS, LEAST_ROWS, MOST_PAUSE_S, ShortWrites

pytestmark = pytest.mark.django_db(transaction=True)


def test_garbage_is_collected_in_the_pauses_also_after_an_error() -> None:
    pace, seen = ShortWrites(), []

    with pace.writing():
        seen.append(gc.isenabled())
    seen.append(gc.isenabled())
    with pytest.raises(ZeroDivisionError), pace.writing():
        raise ZeroDivisionError

    assert (seen, gc.isenabled()) == ([False, True], True)


@pytest.mark.parametrize(
    ("took", "rows", "pause"), [(2.0, FIRST_ROWS // 2, 3.0), (500.0, LEAST_ROWS, 501.0), (0.01, FIRST_ROWS * 2, 1.01)]
)
def test_a_transaction_that_took_long_is_followed_by_one_of_fewer_rows(
    took: float, rows: int, pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times are multiples of what is aimed at."""
    aim_s = AIM_S[connection.vendor]
    # The transaction's own times, then when the next one asks for its turn, and its times.
    clock = iter([0.0, aim_s * took, aim_s * (took + 1), *([aim_s * (took + 1)] * 4)])
    pauses: list[float] = []
    fake = SimpleNamespace(monotonic=lambda: next(clock), sleep=pauses.append)
    monkeypatch.setattr("mou.foundation.short_writes.time", fake)
    pace = ShortWrites()

    with pace.writing():
        pass
    assert (pace.rows, pauses) == (rows, [])
    with pace.writing():
        pass

    # On PostgreSQL no one waits for another's rows.
    assert pauses == pytest.approx([min(pause * aim_s, MOST_PAUSE_S)] if connection.vendor == "sqlite" else [])


def test_what_is_done_between_two_transactions_is_part_of_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    later = [0.17] if connection.vendor == "sqlite" else []
    clock = iter([0.0, 0.1, 0.1, *later, *([0.2] * 3)])
    pauses: list[float] = []
    fake = SimpleNamespace(monotonic=lambda: next(clock), sleep=pauses.append)
    monkeypatch.setattr("mou.foundation.short_writes.time", fake)
    pace = ShortWrites()

    for _ in range(2):
        with pace.writing():
            pass

    assert pauses == pytest.approx([0.03] if connection.vendor == "sqlite" else [])
