"""Outlines that cross themselves are mended in a process of their own, each for seconds at most."""

import json
import math
import time
from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from mapping.bounded_mending import MENDER, mended_apart
from mapping.geometry.shapes import Ring
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.work import work_one
from mapping.models import ImportDefect, ImportJob, Space
from tests.factories.cast import make_cast
from tests.factories.mapping import bring_plan, make_site

AT = (-98.5, 39.8)
STEP = 1e-8
BOW_TIE: Ring = ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
SQUARE: Ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
FLAT: Ring = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, 0.0))


def star(points: int) -> Ring:
    """Return a ring in which nearly every line crosses every other."""
    corners = [(AT[0] + 1e-4 * math.cos(2.5 * n), AT[1] + 1e-4 * math.sin(2.5 * n)) for n in range(points)]
    return (*corners, corners[0])


def test_each_area_comes_back_as_the_polygons_that_are_left_of_it() -> None:
    mended = mended_apart([((BOW_TIE,),), ((SQUARE,),), ((FLAT,),)])

    assert [None if one is None else len(one) for one in mended] == [2, 1, 0]
    assert all(MultiPolygon([Polygon(*part) for part in one or ()]).valid for one in mended)


def test_mended_is_what_the_library_makes_of_it() -> None:
    ring, hole = star(12), ((AT[0], AT[1]), (AT[0] + 1e-5, AT[1]), (AT[0], AT[1] + 1e-5), (AT[0], AT[1]))

    (mended,) = mended_apart([((ring, hole),)])

    assert mended is not None
    found, made = MultiPolygon([Polygon(*part) for part in mended]), Polygon(ring, hole).make_valid()
    # On the grid of what is kept, and valid there: no corner moved by more than half a step.
    assert found.valid
    assert found.sym_difference(made).area <= made.length * STEP
    assert all(round(at, 8) == at for part in mended for line in part for corner in line for at in corner)


@pytest.mark.by_the_clock
def test_what_takes_too_long_is_given_up_alone() -> None:
    began = time.monotonic()

    hostile, simple = mended_apart([((star(20_000),),), ((BOW_TIE,),)])

    assert hostile is None
    assert simple is not None
    assert time.monotonic() - began < 60


def test_a_process_that_ends_early_mends_nothing() -> None:
    assert mended_apart([((star(20_000),),)], mender=MENDER.within(wall_s=1.0)) == (None,)


@pytest.mark.by_the_clock
@pytest.mark.django_db(transaction=True)
def test_one_hostile_ring_costs_an_import_seconds_and_itself() -> None:
    cast = make_cast()
    site = make_site(cast.district, school=cast.school, at_lonlat=AT)
    good = [[AT[0] + 1e-4 * x, AT[1] + 1e-4 * y] for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
    rooms = [
        {"type": "Feature", "id": name, "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in (
            ("good", good),
            ("hostile", star(20_000)),
            ("bow", [good[0], good[2], good[1], good[3], good[0]]),
        )
    ]
    raw = json.dumps({"type": "FeatureCollection", "features": rooms}).encode()
    bring_plan(actor_id=cast.insider.pk, site=site, raw=raw, order=ReadingOrder(level="0"))
    began = time.monotonic()

    work_one(clock=lambda: datetime.now(UTC), may_go_on=lambda: True)

    assert time.monotonic() - began < 90
    job = ImportJob.objects.get()
    assert (job.state, job.error_code) == ("done", "")
    assert sorted(Space.objects.values_list("source_ref", flat=True)) == ["bow", "good"]
    codes = dict(ImportDefect.objects.values_list("feature_ref", "code"))
    assert codes["hostile"] == "mending_too_long"
    assert codes["bow"] == "polygon_invalid"
