"""What of a threat stands first, what is near and what is over, and what no school could act on: no database."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from coordination.incident.near_threats.areas import corners_of, polygon_of
from coordination.incident.near_threats.errors import AreaNotUsable
from coordination.incident.near_threats.rules import (
    LATE_AFTER,
    SchoolTold,
    in_order,
    is_late,
    is_over,
    is_within,
)
from coordination.incident.near_threats.wire import NearThreatIn
from coordination.vocabulary import ResponseActionKind
from tests.factories.mapping import CENTRE
from tests.factories.mou import NOW

LON, LAT = CENTRE
SAID: dict[str, Any] = {
    "is_exercise": False,
    "kind": "WEAPON",
    "words": "Man with a rifle on Mill Street, walking north.",
    "lon": LON,
    "lat": LAT,
    "radius_m": 3000,
}


def school_told(name: str, **fields: Any) -> SchoolTold:
    said: dict[str, Any] = {
        "site_id": uuid4(),
        "site": name,
        "lon": 0.0,
        "lat": 0.0,
        "told": 1,
        "acknowledged_by": "",
        "acknowledged_at": None,
        "is_late": False,
        "action": None,
        "action_at": None,
        "is_own": False,
        "is_exercise": False,
    }
    return SchoolTold(**{**said, **fields})


def test_what_no_one_has_answered_stands_at_the_top_and_what_has_acted_at_the_end() -> None:
    rows = [
        school_told("acted", action=ResponseActionKind.SECURE),
        school_told("acknowledged", acknowledged_at=NOW),
        school_told("told"),
        school_told("late", is_late=True),
    ]
    assert [one.site for one in in_order(rows)] == ["late", "told", "acknowledged", "acted"]


def test_a_school_is_late_after_three_minutes_and_a_threat_over_by_its_time_or_its_end() -> None:
    for acknowledged, acted, after, late in (
        (None, False, LATE_AFTER, True),
        (None, False, LATE_AFTER - timedelta(seconds=1), False),
        (NOW, False, LATE_AFTER, False),
        (None, True, LATE_AFTER, False),
    ):
        assert is_late(acknowledged_at=acknowledged, has_acted=acted, sent_at=NOW, at=NOW + after) is late
    assert is_over(ended_at=None, expires_at=NOW, at=NOW)
    assert is_over(ended_at=NOW, expires_at=NOW + LATE_AFTER, at=NOW)
    assert not is_over(ended_at=None, expires_at=NOW + LATE_AFTER, at=NOW)


def test_near_is_near_also_by_the_date_line_and_the_far_side_is_not() -> None:
    assert is_within((LON + 0.01, LAT), (LON, LAT), 1000)
    assert not is_within((LON + 0.05, LAT), (LON, LAT), 1000)
    assert not is_within((LON + 180, LAT), (LON, LAT), 50_000)
    assert not is_within((LON, -LAT), (LON, LAT), 50_000)


def test_an_area_has_three_corners_sides_that_do_not_cross_and_an_end() -> None:
    square = [(LON, LAT), (LON + 0.1, LAT), (LON + 0.1, LAT + 0.1), (LON, LAT + 0.1)]
    assert polygon_of([]) is None
    assert corners_of(None) == []
    assert corners_of(polygon_of(square)) == square
    for wrong in (
        square[:2],
        square[:1] * 4,
        [square[0], square[2], square[1], square[3]],
        [(LON, LAT), (LON + 0.1, LAT), (LON + 0.2, LAT)],
        [(LON, LAT), (LON + 2, LAT), (LON + 2, LAT + 0.1)],
        # Over the date line its box goes around the world.
        [(179.9, LAT), (-179.9, LAT), (-179.9, LAT + 0.1)],
    ):
        with pytest.raises(AreaNotUsable):
            polygon_of(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "x" * 281},
        {"suggested": "lockdown"},
        {"suggested": "shelter"},
        {"hazard": "tornado"},
        {"lat": 91},
        {"radius_m": 60_000},
        {"area": [(LON, 91), (LON, LAT), (LON + 0.1, LAT)]},
        {"area": [(LON, LAT)] * 101},
        {"minutes": 5},
        {"sender": "x"},
    ],
)
def test_what_no_school_could_act_on_is_refused(wrong: dict[str, Any]) -> None:
    right = {"id": uuid4(), "agency_id": uuid4(), **SAID}
    assert NearThreatIn.model_validate(right).suggested is ResponseActionKind.SECURE
    with pytest.raises(ValidationError):
        NearThreatIn.model_validate({**right, **wrong})
