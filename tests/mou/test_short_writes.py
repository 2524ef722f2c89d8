"""What holds the one writer of SQLite holds it for a moment, and does nothing in it that can wait."""

import gc
from types import SimpleNamespace

import pytest
from django.db import connection

from mou.short_writes import AIM_S, FIRST_ROWS, ShortWrites

pytestmark = pytest.mark.django_db(transaction=True)


def test_garbage_is_collected_in_the_pauses_also_after_an_error() -> None:
    pace, seen = ShortWrites(), []

    with pace.writing():
        seen.append(gc.isenabled())
    seen.append(gc.isenabled())
    with pytest.raises(ZeroDivisionError), pace.writing():
        raise ZeroDivisionError

    assert (seen, gc.isenabled()) == ([False, True], True)


def test_a_transaction_that_took_long_is_followed_by_one_of_fewer_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, AIM_S * 5, AIM_S * 6])
    pauses: list[float] = []
    fake = SimpleNamespace(monotonic=lambda: next(clock), sleep=pauses.append)
    monkeypatch.setattr("mou.short_writes.time", fake)
    pace = ShortWrites()

    with pace.writing():
        pass

    assert pace.rows == FIRST_ROWS // 5
    assert pauses == ([AIM_S * 4] if connection.vendor == "sqlite" else [])
