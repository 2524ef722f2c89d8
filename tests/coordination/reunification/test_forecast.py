"""When it is done and when that cannot be told; the numbers over time, and afterwards, as the log has them."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.rules.forecast import WINDOW, Reached, forecast_end, moment_of, over_time
from coordination.reunification.vocabulary import NoForecast, StudentStep
from coordination.reunification.work.over_time import TIME_WIDTH, forecast_of, plot_of, reunited_by_log, tell_afterwards
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


def test_no_two_times_below_the_plot_lie_on_each_other(made: Reuniting) -> None:
    desk = desk_of(made)
    for minutes in (*range(1, 61), 119, 121, 241, 1441, 5000):
        desk.operation.closed_at = desk.operation.opened_at + timedelta(minutes=minutes)
        plot = plot_of(desk, [Reached(desk.operation.opened_at, 1)])
        assert plot is not None
        assert plot.ticks[0][1] == desk.operation.opened_at
        assert 2 <= len(plot.ticks) <= 8
        assert all(right - left >= TIME_WIDTH for (left, _), (right, _) in pairwise(plot.ticks)), minutes


# --- a second one in the room -----------------------------------------------------------------------------------------
def begin_anew(first: Reuniting) -> Reuniting:
    """Close an operation whose sum does not close, and open a second one in its room."""
    first.run(first.director, "close_reunification", reason="The gym has no light")
    first.run(first.cast.dispatcher, "close_reunification", reason="We go to the stadium")
    second = replace(first, operation_id=uuid4(), place_id=uuid4())
    with patch("coordination.reunification.work.copying.mix_students", list):
        second.run(second.director, "open_reunification", place_id=second.place_id, place="Stadium")
    for who, role in ((second.greeter, "greeter"), (second.reunifier, "reunifier"), (second.accountant, "accountant")):
        second.run(who, "give_reunification_role", role=role)
    return second


def hand_over(made: Reuniting, *numbers: int) -> None:
    for number in numbers:
        made.assemble(number)
        (pick_up,) = made.check_in(parent_of(number), number)
        made.bring_to_family(number)
        made.release(pick_up)


def test_the_figures_of_a_second_operation_are_its_own(db: None) -> None:
    first = set_reunification(make_cast(), students=6)
    hand_over(first, 1, 2, 3)
    second = begin_anew(first)
    assert (reunited_by_log(desk_at(second)), plot_of(desk_at(second), [])) == ([], None)
    told = tell_afterwards(desk_at(second), [])
    assert (told.total, told.before, told.first_at, told.minutes, told.most_in_quarter) == (0, 3, None, None, 0)

    hand_over(second, 4, 5)

    counted = reunited_by_log(desk_at(second))
    assert [one.total for one in counted] == [1, 2]
    told = tell_afterwards(desk_at(second), counted)
    assert (told.total, told.before, told.most_in_quarter) == (2, 3, 2)
    assert desk_at(second).stands.reunited == 5
    plot = plot_of(desk_at(second), counted)
    assert plot is not None
    assert (plot.before, plot.rows[-1].total, plot.grid[-1][1]) == (3, 2, 2)
    # Who handed over in the first one sets no pace for the second.
    assert forecast_of(desk_at(second), left=1).lately == 2
    assert "With their families since before it opened" in page(second, second.director)
    # The first one stays as it was.
    told = tell_afterwards(desk_at(first), reunited_by_log(desk_at(first)))
    assert (told.total, told.before) == (3, 0)


def test_who_comes_back_of_those_before_is_counted_when_they_are_handed_over(db: None) -> None:
    first = set_reunification(make_cast(), students=3)
    hand_over(first, 1, 2)
    second = begin_anew(first)
    second.step(second.accountant, StudentStep.RETURN, 1, words="Came back on foot")
    assert reunited_by_log(desk_at(second)) == []
    assert tell_afterwards(desk_at(second), []).before == 1

    hand_over(second, 1)

    counted = reunited_by_log(desk_at(second))
    told = tell_afterwards(desk_at(second), counted)
    assert ([one.total for one in counted], told.total, told.before) == ([1], 1, 1)


def desk_at(made: Reuniting) -> Desk:
    return desk_for(user_id=made.director.pk, operation_id=made.operation_id, at=NOW + timedelta(minutes=10))
