"""A register or a boundary that comes as a Shapefile, GeoPackage or KML is read in a process that can reach nothing."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyogrio.raw import write as write_layer

from coordination.administration.errors import BadSchoolsFile
from coordination.administration.schools.school_file import mapped_rows, proposed_mapping, read_schools
from mapping.geometry.shapes import Ring
from mapping.models import Site
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.files import pointing_files
from tests.factories.files.plan_files import wkb_polygon, zipped_folder
from tests.factories.mou import make_member, make_user
from tests.support.elsewhere import Elsewhere, elsewhere_in

# UTM zone 14 north, in metres: what a county's assessor hands out.
UTM = "EPSG:32614"


def square(east: float, north: float, side: float) -> Ring:
    return ((east, north), (east + side, north), (east + side, north + side), (east, north + side), (east, north))


def shapefile(folder: Path, names: list[str], geometries: list[bytes], kind: str, crs: str) -> bytes:
    """Return a zipped Shapefile with the columns of NCES EDGE."""
    folder.mkdir()
    numbers = np.array([f"20000100000{number}" for number in range(len(names))], dtype=object)
    write_layer(
        folder / "schools.shp",
        geometry=np.array(geometries, dtype=object),
        field_data=[numbers, np.array(names, dtype=object)],
        fields=["NCESSCH", "NAME"],
        geometry_type=kind,
        crs=crs,
        driver="ESRI Shapefile",
    )
    return zipped_folder(folder)


@pytest.fixture
def points(tmp_path: Path) -> bytes:
    at = [struct.pack("<BI2d", 1, 1, lon, lat) for lon, lat in ((-99.75, 37.63), (-99.76, 37.64))]
    return shapefile(tmp_path / "points", ["Ford Elementary", "Ford High"], at, "Point", "EPSG:4269")


@pytest.fixture
def parcels(tmp_path: Path) -> bytes:
    grounds = [wkb_polygon(square(500_000 + 300 * number, 4_400_000, 200)) for number in range(3)]
    return shapefile(tmp_path / "parcels", ["A", "B", "C"], grounds, "Polygon", UTM)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    with elsewhere_in(tmp_path) as found:
        yield found


def test_a_shapefile_of_the_national_register_is_read_with_its_points(points: bytes) -> None:
    table = read_schools(points)

    rows, defects = mapped_rows(table, proposed_mapping(table.columns))

    assert defects == []
    assert [(one.name, one.ref) for one in rows] == [
        ("Ford Elementary", "200001000000"),
        ("Ford High", "200001000001"),
    ]
    assert rows[0].location == pytest.approx((-99.75, 37.63), abs=1e-4)


def test_grounds_in_metres_come_back_in_degrees(parcels: bytes) -> None:
    table = read_schools(parcels)

    rows, _ = mapped_rows(table, proposed_mapping(table.columns))

    assert [bool(one.boundary) for one in rows] == [True] * 3
    assert rows[0].location == pytest.approx((-98.9988, 39.7507), abs=0.01)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"SQLite format 3\x00 no database", b"<html></html>"])
def test_what_only_begins_like_such_a_file_is_refused_whole(content: bytes) -> None:
    with pytest.raises(BadSchoolsFile):
        read_schools(content)


MADE: dict[str, Callable[[Elsewhere], bytes]] = {
    "kml": lambda there: pointing_files.pointing_texts(there.secret, there.url)["vrt_file"],
    "zip": lambda there: pointing_files.archives_of_texts(there.secret, there.url)["vrt_address_as_shp"],
}


@pytest.mark.parametrize("name", MADE)
def test_a_register_that_points_elsewhere_brings_nothing_from_there(elsewhere: Elsewhere, name: str) -> None:
    with pytest.raises(BadSchoolsFile) as refused:
        read_schools(MADE[name](elsewhere))

    elsewhere.check_untouched(str(refused.value).encode())


# --- the boundary of one site -----------------------------------------------------------------------------------------
def saved(cast: Cast, content: bytes, *, lat: str = "", lon: str = "") -> tuple[int, str]:
    """Send a boundary's file with the form of the site's settings."""
    client = Client()
    client.force_login(make_member(cast.district, user=make_user(), role=MemberRole.ADMINISTRATOR).user)
    form = {"act": "save", "name": "Lincoln", "time_zone": "America/Chicago", "lat": lat, "lon": lon}
    file = SimpleUploadedFile("parcels.zip", content)
    answer = client.post(f"/sites/{cast.site.id}/settings", {**form, "boundary_file": file})
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_of_a_county_s_parcels_the_one_around_the_site_s_point_is_taken(cast: Cast, parcels: bytes) -> None:
    table = read_schools(parcels)
    (middle,) = (one.location for one in mapped_rows(table, proposed_mapping(table.columns))[0] if one.name == "B")

    status, _ = saved(cast, parcels, lat=f"{middle[1]:.6f}", lon=f"{middle[0]:.6f}")

    site = Site.objects.get(pk=cast.site.pk)
    assert status in {302, 303}
    assert site.boundary is not None
    assert site.boundary.centroid.coords == pytest.approx(middle, abs=1e-4)


@pytest.mark.django_db
def test_without_a_point_or_with_one_that_lies_outside_nothing_is_guessed(cast: Cast, parcels: bytes) -> None:
    before = Site.objects.get(pk=cast.site.pk).boundary

    nowhere, outside = saved(cast, parcels), saved(cast, parcels, lat="10", lon="10")

    assert (nowhere[0], outside[0]) == (422, 422)
    assert "3 areas" in nowhere[1]
    assert "None of the 3 areas" in outside[1]
    assert Site.objects.get(pk=cast.site.pk).boundary == before
