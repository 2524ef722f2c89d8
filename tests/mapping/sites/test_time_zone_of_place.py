"""The time zone that a place is in, from a library that brings its own borders."""

from datetime import UTC, datetime

import pytest

from mapping.sites.time_zone_of_place import is_same_clock, zone_of_place


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((-87.62, 41.88), "America/Chicago"),
        ((-83.05, 42.33), "America/Detroit"),
        # Florida has two: Pensacola's is Chicago's.
        ((-87.21, 30.42), "America/Chicago"),
        ((-84.28, 30.44), "America/New_York"),
        # The Navajo Nation in Arizona changes its clocks, and Phoenix does not.
        ((-112.07, 33.45), "America/Phoenix"),
        ((-109.21, 36.15), "America/Denver"),
        ((-66.11, 18.47), "America/Puerto_Rico"),
        ((-40.0, 30.0), ""),
    ],
)
def test_a_place_has_the_time_zone_of_the_iana_database(place: tuple[float, float], zone: str) -> None:
    assert zone_of_place(place) == zone


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("US/Eastern", "America/New_York", True),
        ("America/Detroit", "America/New_York", True),
        ("America/Denver", "America/Phoenix", False),
        ("America/Chicago", "America/New_York", False),
    ],
)
def test_two_names_of_one_clock_are_no_difference(first: str, second: str, same: bool) -> None:
    for month in (1, 7):
        assert is_same_clock(first, second, datetime(2026, month, 1, tzinfo=UTC)) is same
