"""Directions, lines of sight and the ranking of sites: each criterion counts as it says, for any input."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.reunification_sites.capacity import STAYS_IN, Capacity, held_counts
from mapping.reunification_sites.geometry import (
    MAX_EYES,
    apart_deg,
    are_apart,
    bearing_deg,
    distance_m,
    do_cross,
    length_m,
    sight_lines,
)
from mapping.reunification_sites.recommend import Candidate, Danger, Situation, recommend_sites
from mapping.vocabulary import ReunificationAreaKind, Reunited
from tests.support.node import run_node

SCRIPT = Path(__file__).with_name("drawing.mjs")
TODAY = date(2026, 11, 24)
HERE = (-99.0, 39.0)
CALM = Situation(dangers=(), wind_from_deg=None, coming={}, today=TODAY)
ANGLES = st.floats(min_value=0, max_value=360, exclude_max=True)


def candidate(key: str, **known: object) -> Candidate:
    plain = Candidate(
        key=key,
        rank=1,
        bearing_deg=0,
        distance_m=1000,
        is_on_campus=False,
        agreement_expires_on=TODAY + timedelta(days=100),
        holds={Reunited.STUDENTS: 500},
        last_exercised_on=TODAY - timedelta(days=30),
    )
    return replace(plain, **known)  # type: ignore[arg-type]  # a test names fields of several types


def towards(degrees: float, metres: float | None = None) -> Danger:
    return Danger(bearing_deg=degrees, distance_m=metres)


def students(number: int) -> dict[Reunited, int]:
    return {Reunited.STUDENTS: number}


NORTH, SOUTH = candidate("north"), candidate("south", rank=2, bearing_deg=180)


def best(now: Situation, *sites: Candidate) -> str:
    return recommend_sites(sites or (NORTH, SOUTH), now)[0].key


def codes(site: Candidate, now: Situation) -> set[str]:
    return {point.code for point in recommend_sites([site], now)[0].points}


def test_without_anything_known_the_plan_s_own_order_counts() -> None:
    assert best(CALM) == "north"


def test_a_site_away_from_the_threat_goes_first() -> None:
    threat = replace(CALM, dangers=(towards(10),))

    assert best(threat) == "south"
    assert recommend_sites([NORTH], threat)[0].warnings == ("towards_threat",)


def test_what_happens_at_the_school_speaks_against_its_own_ground_and_for_no_direction() -> None:
    here = replace(CALM, dangers=(towards(0, 20),))
    field = candidate("field", is_on_campus=True, distance_m=180)

    assert [(one.key, one.warnings) for one in recommend_sites((field, NORTH), here)] == [
        ("north", ()),
        ("field", ("at_threatened_school",)),
    ]
    assert "away_from_school" in codes(NORTH, here)


def test_a_site_beside_a_danger_is_not_taken_however_far_from_the_school() -> None:
    assert recommend_sites([NORTH], replace(CALM, dangers=(towards(2, 1100),)))[0].warnings == ("beside_threat",)


def test_of_several_dangers_the_worst_counts() -> None:
    both = replace(CALM, dangers=(towards(170), towards(5)))

    assert {one.key: one.warnings for one in recommend_sites((NORTH, SOUTH), both)} == {
        "north": ("towards_threat",),
        "south": ("towards_threat",),
    }


def test_nobody_is_sent_into_a_plume_however_good_the_site() -> None:
    small = replace(SOUTH, holds={Reunited.STUDENTS: 250})

    ranked = recommend_sites((NORTH, small), replace(CALM, wind_from_deg=180, coming=students(500)))

    assert [(one.key, one.warnings) for one in ranked] == [("south", ("too_small",)), ("north", ("in_plume",))]


def test_a_site_that_is_too_small_goes_after_one_that_is_not() -> None:
    large = replace(SOUTH, holds={Reunited.STUDENTS: 2000})

    assert best(replace(CALM, coming=students(1500)), NORTH, large) == "south"


def test_the_tightest_of_those_who_come_weighs_and_the_others_are_told() -> None:
    site = candidate("x", holds={Reunited.STUDENTS: 500, Reunited.ADULTS: 40, Reunited.BUSES: None})
    coming = {Reunited.STUDENTS: 400, Reunited.ADULTS: 200, Reunited.CARS: 10, Reunited.BUSES: 4}

    (found,) = recommend_sites([site], replace(CALM, coming=coming))

    told = [(point.code, point.weight > 0, point.numbers) for point in found.points if point.criterion == "capacity"]
    assert told == [
        ("too_small_for_adults", True, (40, 200)),
        ("capacity_unknown_for_cars", False, (10,)),
        ("capacity_unknown_for_buses", False, (4,)),
        ("large_enough", False, (500, 400)),
    ]
    assert found.warnings == ("too_small_for_adults",)


def test_nobody_plays_a_part_who_does_not_come() -> None:
    assert not any("small" in code or "large" in code for code in codes(NORTH, replace(CALM, coming=students(0))))


# --- how many a site holds --------------------------------------------------------------------------------------------
Kind = ReunificationAreaKind
CAPACITIES = st.builds(
    Capacity,
    students=st.none() | st.integers(0, 900),
    adults=st.none() | st.integers(0, 900),
    cars=st.none() | st.integers(0, 900),
    buses=st.none() | st.integers(0, 90),
)


def test_what_people_only_pass_through_is_not_counted_twice() -> None:
    areas = [
        (Kind.STUDENT_ARRIVAL, Capacity(students=60, buses=3)),
        (Kind.STUDENTS, Capacity(students=300)),
        (Kind.STUDENTS, Capacity(students=150)),
        (Kind.REUNIFICATION, Capacity(students=40, adults=40)),
        (Kind.PARKING, Capacity(cars=80)),
        (Kind.STAGING, Capacity(buses=6)),
    ]

    found = held_counts(Capacity(students=900, adults=200), areas)

    assert [(one.kind, one.count, one.is_by_areas) for one in found] == [
        (Reunited.STUDENTS, 450, True),
        (Reunited.ADULTS, 200, False),
        (Reunited.CARS, 80, True),
        (Reunited.BUSES, 9, True),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CAPACITIES, st.lists(st.tuples(st.sampled_from(Kind), CAPACITIES), max_size=8))
def test_a_total_is_the_sum_where_they_stay_or_else_what_is_stated(
    stated: Capacity, areas: list[tuple[ReunificationAreaKind, Capacity]]
) -> None:
    for one in held_counts(stated, areas):
        counts = [holds.of(one.kind) for kind, holds in areas if kind in STAYS_IN[one.kind]]
        known = [count for count in counts if count is not None]
        assert one.count == (sum(known) if known else stated.of(one.kind))
        assert one.is_by_areas is bool(known)


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"agreement_expires_on": TODAY - timedelta(days=1)}, "agreement_expired"),
        ({"agreement_expires_on": TODAY}, "agreement_holds"),
        ({"agreement_expires_on": None}, "no_agreement"),
        ({"is_on_campus": True, "agreement_expires_on": None}, "own_ground"),
        ({"last_exercised_on": None}, "never_exercised"),
        ({"distance_m": 9000}, "by_bus"),
    ],
)
def test_each_fact_is_explained(known: dict[str, object], code: str) -> None:
    assert code in codes(candidate("x", **known), CALM)


def test_beside_the_school_is_no_way_out() -> None:
    near = candidate("x", distance_m=100)

    assert codes(near, replace(CALM, dangers=(towards(0),), wind_from_deg=0)) >= {"beside_school", "in_plume"}


SITES = st.tuples(ANGLES, st.floats(0, 50_000), st.integers(1, 20), st.none() | st.integers(0, 3000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SITES, max_size=6), ANGLES, ANGLES)
def test_every_score_is_between_nothing_and_everything_and_warned_sites_come_last(
    sites: list[tuple[float, float, int, int | None]], threat: float, wind: float
) -> None:
    now = Situation(dangers=(towards(threat),), wind_from_deg=wind, coming=students(400), today=TODAY)
    made = [
        candidate(str(n), bearing_deg=bearing, distance_m=metres, rank=rank, holds={Reunited.STUDENTS: capacity})
        for n, (bearing, metres, rank, capacity) in enumerate(sites)
    ]

    found = recommend_sites(made, now)

    assert sorted(one.key for one in found) == sorted(one.key for one in made)
    assert all(0 <= one.score <= 100 for one in found)
    assert [bool(one.warnings) for one in found] == sorted(bool(one.warnings) for one in found)


# --- directions and sight ---------------------------------------------------------------------------------------------
@given(ANGLES, ANGLES)
def test_the_angle_between_directions_is_the_shorter_one(one: float, other: float) -> None:
    assert 0 <= apart_deg(one, other) <= 180
    assert apart_deg(one, other) == pytest.approx(apart_deg(other, one))


def test_directions_and_distances_are_those_of_the_ground() -> None:
    assert round(bearing_deg(HERE, (-99.0, 39.1))) == 0
    assert round(bearing_deg(HERE, (-98.9, 39.0))) == 90
    assert round(distance_m(HERE, (-99.0, 39.01))) == 1110
    assert are_apart([350, 80])
    assert not are_apart([350, 79])


ROOM = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
BEYOND = tuple((x, y + 2) for x, y in ROOM)


def test_a_wall_between_two_areas_ends_every_line_of_sight_and_a_gap_does_not() -> None:
    assert len(sight_lines(ROOM, BEYOND, [])) == 16
    assert sight_lines(ROOM, BEYOND, [((-1, 1.5), (2, 1.5))]) == []
    assert sight_lines(ROOM, BEYOND, [((-1, 1.5), (0.5, 1.5))]) != []


def test_segments_cross_when_they_touch() -> None:
    assert do_cross((0, 0), (2, 2), (0, 2), (2, 0))
    assert do_cross((0, 0), (2, 0), (1, 0), (1, 1))
    assert not do_cross((0, 0), (1, 0), (2, 0), (3, 0))


class Sight(NamedTuple):
    here: list[tuple[float, float]]
    there: list[tuple[float, float]]
    walls: list[list[tuple[float, float]]]


def test_the_page_s_script_sees_and_measures_what_the_server_does() -> None:
    chance = random.Random(8)

    def points(number: int) -> list[tuple[float, float]]:
        return [(-98.5 + chance.randint(0, 40) / 1e4, 39.8 + chance.randint(0, 40) / 1e4) for _ in range(number)]

    cases = [Sight(points(chance.randint(3, 60)), points(4), [points(9) for _ in range(12)]) for _ in range(60)]
    cases.append(Sight(list(ROOM), list(BEYOND), [[(-1, 1.5), (2, 1.5)]]))

    asked = json.dumps({"cases": [one._asdict() for one in cases], "max_eyes": MAX_EYES})
    answer = run_node(str(SCRIPT), given=asked)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)

    seen = [sight_lines(one.here, one.there, one.walls)[:1] for one in cases]
    assert [one["sight"] for one in told] == [[list(point) for point in lines[0]] if lines else None for lines in seen]
    assert {len(lines) for lines in seen} == {0, 1}
    assert [one["length"] for one in told] == pytest.approx([length_m(one.here) for one in cases])
