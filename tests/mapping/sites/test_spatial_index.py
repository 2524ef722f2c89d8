"""Finding things in a box: the same answer as a full scan, through the index, on both databases."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from mapping.access import facilities_for
from mapping.errors import BadBox
from mapping.models import Facility
from mapping.sites.bbox import box_from_text
from mapping.sites.facilities import facility_views
from mapping.vocabulary import FacilityKind
from tests.factories.mou import NOW, make_agency, make_member

# Between the points, not on them: both indexes keep boxes in single precision, rounded outwards.
BOX = (-77.053, 38.853, -77.003, 38.897)


def make_facilities(count: int) -> None:
    Facility.objects.bulk_create(
        Facility(
            kind=FacilityKind.HOSPITAL,
            name=f"Hospital {index}",
            location=Point(-77.2 + (index % 40) * 0.01, 38.7 + (index // 40) * 0.01, srid=4326),
            source_ref=f"test:{index}",
        )
        for index in range(count)
    )


@pytest.mark.django_db
def test_a_box_finds_what_a_full_scan_finds() -> None:
    make_facilities(1200)
    west, south, east, north = BOX

    found = {one.pk for one in Facility.objects.all().in_bbox(BOX, column="location")}

    scanned = {
        one.pk for one in Facility.objects.all() if west <= one.location.x <= east and south <= one.location.y <= north
    }
    assert found == scanned
    assert found


@pytest.mark.django_db
def test_a_box_is_asked_of_the_index() -> None:
    plan = Facility.objects.all().in_bbox(BOX, column="location").explain()

    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in plan
        return
    with connection.cursor() as cursor:
        # An empty table is scanned whatever indexes it has; the question is whether this one could be used.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Facility.objects.all().in_bbox(BOX, column="location").explain()
    assert "location" in plan
    assert "Index" in plan


@pytest.mark.django_db
def test_the_stations_in_a_box_cost_one_query_and_need_a_membership(client: Client) -> None:
    make_facilities(1200)
    member = make_member(make_agency())

    views = facility_views(facilities_for(member.user_id, NOW), BOX)
    client.force_login(member.user)
    answer = client.get("/api/v1/facilities", {"bbox": ",".join(map(str, BOX))})

    assert len(answer.json()) == len(views) > 0
    assert client.get("/api/v1/facilities", {"bbox": "1,2,3"}).json()["code"] == "bad_bbox"


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "2,0,1,1", "0,2,1,1", "0,0,181,1", "0,-91,1,1"],
)
def test_a_box_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadBox):
        box_from_text(text)


def test_a_box_reads_west_south_east_north() -> None:
    assert box_from_text("-77.1, 38.8,-77,38.9") == (-77.1, 38.8, -77.0, 38.9)
