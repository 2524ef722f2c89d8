"""Level strings of OpenStreetMap: halves, ranges, lists, junk."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.imports.readers.osm.levels import (
    HIGHEST,
    MAX_LEVELS,
    level_label,
    read_levels,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", ["0"]),
        ("-1", ["-1"]),
        ("-0", ["0"]),
        ("0.5", ["0.5"]),
        ("0.25", ["0.25"]),
        ("0.08", ["0.08"]),
        ("0-3", ["0", "1", "2", "3"]),
        ("0-1", ["0", "1"]),
        ("-1-2", ["-1", "0", "1", "2"]),
        ("-2--1", ["-2", "-1"]),
        ("0.5-2", ["0.5", "1", "2"]),
        ("0.5-1.5", ["0.5", "1", "1.5"]),
        ("-0.5-0.5", ["-0.5", "0", "0.5"]),
        ("2-2", ["2"]),
        ("0;1;2", ["0", "1", "2"]),
        ("0; 1 ;2", ["0", "1", "2"]),
        ("-2;-1;0", ["-2", "-1", "0"]),
        ("2;0;1;1", ["0", "1", "2"]),
        ("0-1;3", ["0", "1", "3"]),
        ("\N{MINUS SIGN}1", ["-1"]),
    ],
)
def test_a_level_string_names_these_levels(text: str, expected: list[str]) -> None:
    reading = read_levels(text)

    assert [level_label(ordinal) for ordinal in reading.ordinals] == expected
    assert reading.junk == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "EG",
        "ground",
        "0,5",
        "1.2.3",
        "--1",
        "1-",
        "-",
        "3-0",
        "0-200",
        "9999",
        "-201",
        "1e2",
        "NaN",
        "0.1234",
        "٣",
    ],
)
def test_a_level_string_that_cannot_be_read_is_junk_and_no_guess(text: str) -> None:
    reading = read_levels(text)

    assert reading.ordinals == ()
    assert reading.junk


def test_the_readable_part_of_a_list_is_kept_and_the_rest_is_named() -> None:
    reading = read_levels("0;roof;1")

    assert [level_label(ordinal) for ordinal in reading.ordinals] == ["0", "1"]
    assert reading.junk == ("roof",)


LEVELS = st.decimals(min_value=-50, max_value=50, places=2)


@given(LEVELS, LEVELS)
def test_a_range_holds_both_ends_and_every_whole_floor_between(a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))

    ordinals = read_levels(f"{low}-{high}").ordinals if high - low <= MAX_LEVELS else ()

    if ordinals:
        assert ordinals[0] == low
        assert ordinals[-1] == high
        assert set(ordinals) - {low, high} == {Decimal(n) for n in range(-51, 52) if low < n < high}


@given(st.lists(LEVELS, min_size=1, max_size=20))
def test_a_list_of_levels_comes_back_sorted_and_once_each(levels: list[Decimal]) -> None:
    reading = read_levels(";".join(str(level) for level in levels))

    assert list(reading.ordinals) == sorted(set(levels))


@given(st.text(max_size=60))
def test_any_text_at_all_is_either_levels_or_junk(text: str) -> None:
    reading = read_levels(text)

    assert reading.ordinals or reading.junk
    assert len(reading.ordinals) <= MAX_LEVELS
    assert all(abs(ordinal) <= HIGHEST for ordinal in reading.ordinals)
