"""When it is done and when that cannot be told; the numbers over time, and afterwards, as the log has them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.rules.forecast import WINDOW, Reached, forecast_end, moment_of, over_time
from coordination.reunification.vocabulary import NoForecast
from coordination.reunification.work.over_time import plot_of, reunited_by_log, tell_afterwards
from tests.factories.cast import make_cast
from tests.factories.mou import NOW
from tests.stage.reunification import Reuniting, parent_of, set_reunification


def minutes(*several: float) -> list[timedelta]:
    return [timedelta(minutes=one) for one in several]


@pytest.mark.parametrize(
    ("ago", "left", "is_open", "done_in", "why_not"),
    [
        ([20, 14, 10, 5, 3, 1], 5, True, 15, None),
        ([20, 14, 10, 5, 3, 1], 10, True, 30, None),
        ([20, 14, 10, 5, 3, 1], 0, True, None, NoForecast.NONE_LEFT),
        ([20, 14, 10, 5, 3, 1], 5, False, None, NoForecast.NOT_OPEN),
        ([14, 10, 5, 3, 1], 5, True, None, NoForecast.TOO_EARLY),
        ([], 5, True, None, NoForecast.TOO_EARLY),
        ([90, 20, 10, 5, 3, 1], 5, True, None, NoForecast.TOO_FEW),
        ([20, 14, 10, 5, 3, 1], 1000, True, None, NoForecast.TOO_FAR),
    ],
)
def test_it_says_when_or_why_not(
    ago: list[float], left: int, is_open: bool, done_in: float | None, why_not: NoForecast | None
) -> None:
    found = forecast_end([NOW - one for one in minutes(*ago)], left=left, is_open=is_open, at=NOW)

    assert found.why_not is why_not
    assert found.done_at == (None if done_in is None else NOW + timedelta(minutes=done_in))
    assert found.lately == sum(one < WINDOW / timedelta(minutes=1) for one in ago)


def test_steps_of_a_plot_are_few_begin_at_nothing_and_end_with_all() -> None:
    counted = [Reached(NOW + timedelta(minutes=number), number) for number in range(1, 91)]
    for length in (3, 90, 600, 100_000):
        rows = over_time(counted, begin=NOW, end=NOW + timedelta(minutes=length))
        assert (rows[0].total, rows[-1].total) == (0, min(90, length))
        assert (rows[0].at, rows[-1].at) == (NOW, NOW + timedelta(minutes=length))
        assert len(rows) <= 26
        assert [one.total for one in rows] == sorted(one.total for one in rows)
    assert moment_of(counted, 45) == NOW + timedelta(minutes=45)
    assert moment_of(counted, 91) is None


@pytest.fixture
def made(db: None) -> Reuniting:
    made = set_reunification(make_cast(), students=3, at=timezone.now())
    for number in (1, 2, 3):
        made.assemble(number)
        (pick_up,) = made.check_in(parent_of(number), number)
        made.bring_to_family(number)
        made.release(pick_up)
    return made


def desk_of(made: Reuniting) -> Desk:
    return desk_for(user_id=made.director.pk, operation_id=made.operation_id, at=timezone.now())


def page(made: Reuniting, user: User, path: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/reunifications/{made.operation_id}{path}").content.decode()


def test_the_log_has_what_was_handed_over(made: Reuniting) -> None:
    counted = reunited_by_log(desk_of(made))

    assert [one.total for one in counted] == [1, 2, 3]
    told = tell_afterwards(desk_of(made), counted)
    assert (told.total, told.most_in_quarter, told.closed_at) == (3, made.released(), None)
    plot = plot_of(desk_of(made), counted)
    assert plot is not None
    assert plot.rows[-1].total == 3


def test_the_director_sees_the_plot_and_its_table_and_everyone_the_numbers_afterwards(made: Reuniting) -> None:
    plot, after = "Reunited over time", "How it went, by the log"
    shown = page(made, made.director)
    assert plot in shown
    assert "<svg viewBox" in shown
    assert "As a table" in shown
    assert after not in shown
    assert plot not in page(made, made.cast.officer)
    made.run(made.director, "close_reunification")

    for who in (made.director, made.cast.officer):
        shown = page(made, who)
        assert after in shown
        assert "Quincewater" not in shown
