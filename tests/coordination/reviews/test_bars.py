"""Bars show what was measured and counted: a zero of a count is nothing to be seen, a time of zero is."""

from coordination.reviews.rules.bars import LEAST_WIDTH, BarGiven, bar_plot


def test_a_count_of_nothing_has_no_bar_and_no_time_at_all_has_one() -> None:
    plot = bar_plot(
        [
            BarGiven("May", 0, "0", is_count=True),
            BarGiven("June", 4, "4", is_count=True),
            BarGiven("At once", 0, "0.0 s"),
        ]
    )

    assert plot is not None
    assert [one.width for one in plot.rows[::2]] == [0, LEAST_WIDTH]
    assert plot.rows[1].width == plot.right - plot.left


def test_what_was_not_measured_is_a_row_of_its_own_and_nothing_measured_is_no_picture() -> None:
    plot = bar_plot([BarGiven("Police", 90, "1:30", mark=60), BarGiven("Fire", None, "no record tells")])

    assert plot is not None
    assert [(one.width is None, one.given.is_over) for one in plot.rows] == [(False, True), (True, False)]
    assert bar_plot([BarGiven("Fire", None, "no record tells")]) is None
