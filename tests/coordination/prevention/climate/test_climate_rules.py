"""What is said of small cells, what counts as a fall, and every step of a task. No database."""

from itertools import product

import pytest

from coordination.casework.refusals import StepRefused
from coordination.prevention.climate.rules.machine import TASKS
from coordination.prevention.climate.rules.small_cells import Shown, has_fallen, shown_of_cell, shown_together
from coordination.prevention.climate.vocabulary import ClimateTaskState, ClimateTaskStep


def test_nothing_is_said_of_fewer_than_ten_and_no_end_is_shown() -> None:
    assert [shown_of_cell(1.0, people) for people in (1, 9)] == [None, None]
    assert shown_of_cell(1.0, 10) == Shown(95, 10)
    assert shown_of_cell(0.0, 400) == Shown(5, 400)
    assert shown_of_cell(0.52, 49) == Shown(50, 40)
    assert shown_of_cell(0.52, 50) == Shown(52, 50)


def test_no_difference_of_what_is_shown_gives_what_is_hidden() -> None:
    """Whatever a hidden school answered, and however many they were, every number that is shown stays the same."""
    others = [shown_of_cell(share, people) for share, people in ((0.3, 12), (0.9, 80), (0.55, 200))]
    seen = {
        (
            shown_together([*others, shown_of_cell(favorable / people, people)]),
            shown_of_cell(favorable / people, people),
        )
        for people in range(1, 10)
        for favorable in range(people + 1)
    }

    assert len(seen) == 1


def test_a_district_s_line_needs_three_schools_that_are_shown() -> None:
    two = [Shown(50, 100), Shown(70, 100)]

    assert shown_together(two) is None
    assert shown_together([*two, None]) is None
    assert shown_together([*two, Shown(60, 100), None]) == Shown(60, 300)


def test_an_indicator_falls_by_points_and_by_two_steps_where_they_are_coarse() -> None:
    assert has_fallen(Shown(80, 100), Shown(75, 100), 5)
    assert not has_fallen(Shown(80, 100), Shown(76, 100), 5)
    assert not has_fallen(Shown(80, 40), Shown(75, 100), 5)
    assert has_fallen(Shown(80, 40), Shown(70, 100), 5)
    assert not has_fallen(None, Shown(5, 100), 5)
    assert not has_fallen(Shown(95, 100), None, 5)


def test_every_illegal_step_of_a_task_has_its_code() -> None:
    codes = {"open": "climate_task_is_open", "done": "climate_task_is_done", "dropped": "climate_task_is_dropped"}
    for state, step in product(ClimateTaskState, ClimateTaskStep):
        if step in TASKS.steps_from(state):
            assert TASKS.next_state(state, step) is TASKS.moves[step].leads[state]
            continue
        with pytest.raises(StepRefused) as refused:
            TASKS.next_state(state, step)
        assert (refused.value.code, refused.value.status) == (codes[state], 409)
