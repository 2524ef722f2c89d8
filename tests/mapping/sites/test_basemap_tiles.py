"""A street map that is installed here is shown below the plans; without one the outlines are the map."""

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write as pmtiles_writer
from pytest_django.fixtures import Settings

from mapping.sites.street_map.tiles import tile_at
from tests.factories.cast import make_cast

PNG = b"\x89PNG\r\n\x1a\n-not-a-real-picture"


def mbtiles(path: Path, *, tile_format: str = "png") -> Path:
    """Write a file with one tile: zoom 2, the second from the west, the first from the north."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute("INSERT INTO metadata VALUES ('format', ?)", [tile_format])
        database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        database.execute("INSERT INTO tiles VALUES (2, 1, 3, ?)", [PNG])
        database.commit()
    return path


def pmtiles(path: Path) -> Path:
    """Write the same tile in the other format."""
    with pmtiles_writer(str(path)) as writer:
        writer.write_tile(zxy_to_tileid(2, 1, 0), PNG)
        sides = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
        middle = {"center_zoom": 2, "center_lon_e7": 0, "center_lat_e7": 0}
        writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE, **sides, **middle}, {})
    return path


def test_both_formats_give_the_same_tile_and_nothing_elsewhere(tmp_path: Path) -> None:
    for file in (mbtiles(tmp_path / "a.mbtiles"), pmtiles(tmp_path / "a.pmtiles")):
        found = tile_at(file, 2, 1, 0)

        assert found is not None
        assert (found.content, found.content_type) == (PNG, "image/png")
        assert tile_at(file, 2, 1, 1) is None
        assert tile_at(file, 2, 4, 0) is None


def test_vector_tiles_are_not_taken_for_pictures(tmp_path: Path) -> None:
    assert tile_at(mbtiles(tmp_path / "v.mbtiles", tile_format="pbf"), 2, 1, 0) is None


@pytest.mark.django_db
def test_a_tile_is_served_to_whoever_is_signed_in_and_an_unchanged_one_costs_a_304(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.BASEMAP = str(mbtiles(tmp_path / "a.mbtiles"))
    address = "/api/v1/basemap?z=2&x=1&y=0"

    anonymous = client.get(address)
    client.force_login(make_cast().officer)
    served = client.get(address)
    again = client.get(address, headers={"If-None-Match": served["ETag"]})

    assert anonymous.status_code == 401
    assert (served.content, served["Content-Type"], again.status_code) == (PNG, "image/png", 304)
    assert client.get("/api/v1/basemap?z=2&x=9&y=0").status_code == 404


@pytest.mark.django_db
def test_the_page_asks_for_tiles_only_where_a_street_map_is_installed(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    cast = make_cast()
    client.force_login(cast.officer)
    address = f"/sites/{cast.site.pk}"

    without = client.get(address).content
    settings.BASEMAP = str(mbtiles(tmp_path / "a.mbtiles"))
    with_one = client.get(address).content
    pack = client.get(f"/api/v1/sites/{cast.site.pk}/pack").content

    assert b"/api/v1/basemap" not in without
    assert b"/api/v1/basemap" in with_one
    assert b"/api/v1/basemap" not in pack


# --- installed by one command -----------------------------------------------------------------------------------------
def told_pmtiles(path: Path, *, attribution: str, tile_type: TileType = TileType.PNG) -> Path:
    with pmtiles_writer(str(path)) as writer:
        writer.write_tile(zxy_to_tileid(2, 1, 0), PNG)
        sides = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
        middle = {"center_zoom": 2, "center_lon_e7": 0, "center_lat_e7": 0}
        header = {"tile_type": tile_type, "tile_compression": Compression.NONE, **sides, **middle}
        writer.finalize(header, {"attribution": attribution})
    return path


def streets(*arguments: str) -> str:
    said = StringIO()
    call_command("streets", *arguments, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_one_command_installs_a_file_and_pages_then_show_tiles_and_whose_map_it_is(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.BASEMAP, settings.VAR_DIR = "", tmp_path / "var"
    cast = make_cast()
    client.force_login(cast.officer)
    told = '<a href="https://maps.example/">© OpenStreetMap contributors</a><script>alert(1)</script>'
    # Its name says nothing: what it is, its content tells.
    source = told_pmtiles(tmp_path / "county.bin", attribution=told)

    assert "© OpenStreetMap contributors" in streets(str(source))
    source.unlink()

    assert client.get("/api/v1/basemap?z=2&x=1&y=0").content == PNG
    for address in (f"/sites/{cast.site.pk}", f"/sites/{cast.site.pk}/reunification"):
        page = client.get(address).content.decode()
        assert "/api/v1/basemap" in page
        assert '<p class="map-credit">© OpenStreetMap contributors</p>' in page

    assert streets("--remove") == "No street map is installed.\n"
    assert client.get("/api/v1/basemap?z=2&x=1&y=0").status_code == 404
    assert b"map-credit" not in client.get(f"/sites/{cast.site.pk}").content


def test_another_file_takes_the_place_of_the_one_before(settings: Settings, tmp_path: Path) -> None:
    settings.BASEMAP, settings.VAR_DIR = "", tmp_path / "var"
    streets(str(told_pmtiles(tmp_path / "a.pmtiles", attribution="First")))

    assert "Second" in streets(str(mbtiles(tmp_path / "b.mbtiles")), "--credit", "Second")

    assert sorted(one.name for one in (tmp_path / "var").iterdir()) == ["streets.mbtiles", "streets.mbtiles.json"]


def test_what_is_no_street_map_or_says_not_whose_it_is_is_refused_and_the_one_before_stays(
    settings: Settings, tmp_path: Path
) -> None:
    settings.BASEMAP, settings.VAR_DIR = "", tmp_path / "var"
    streets(str(told_pmtiles(tmp_path / "good.pmtiles", attribution="Someone's map")))
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"PMTiles\x03" + b"\xff" * 200)
    other = tmp_path / "other.txt"
    other.write_text("no map")
    vector = told_pmtiles(tmp_path / "vector.pmtiles", attribution="x", tile_type=TileType.MVT)

    for file, why in (
        (broken, "broken"),
        (other, "neither PMTiles nor MBTiles"),
        (tmp_path / "missing", "cannot be read"),
        (vector, "streets_broken"),
        (mbtiles(tmp_path / "silent.mbtiles"), "give --credit"),
    ):
        with pytest.raises(CommandError, match=why):
            streets(str(file))

    assert "Someone's map" in streets()
