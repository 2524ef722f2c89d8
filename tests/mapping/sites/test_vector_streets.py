"""A file of vector streets is looked at in a process apart before it is installed, and each tile is bounded again."""

import gzip
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pmtiles.tile import TileType, tileid_to_zxy, zxy_to_tileid
from pytest_django.fixtures import Settings

from mapping.sites.street_map.pmtiles_file import DIRECTORY_MAX_BYTES, TILE_MAX_BYTES, opened_pmtiles
from mapping.sites.street_map.streets import streets_here
from mapping.sites.street_map.streets_process import look_at
from mapping.sites.street_map.tiles import VECTOR, tile_at
from mapping.sites.street_map.vector_tile import LAYERS_MAX, layers_of
from tests.factories.cast import make_cast
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.street_tiles import ZOOM, street_file, tile, ways, write_tiles
from tests.support.public_data import FACULTY, public

CODES = ("streets_broken", "streets_too_complex", "streets_other_schema", "streets_other_tiles")
type Made = Callable[[Path], Path]
# Where the header says how long the root directory is, and how its parts are packed.
ROOT_LENGTH, INTERNAL_COMPRESSION = 16, 97


def streets(*arguments: str) -> str:
    said = StringIO()
    call_command("streets", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture(params=[HIGH_SCHOOL, public(FACULTY, name="faculty")], ids=str)
def installed(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Path:
    settings.BASEMAP, settings.VAR_DIR = "", tmp_path / "var"
    return street_file(tmp_path / "county.pmtiles", ways(request.param))


@pytest.mark.django_db
def test_streets_are_installed_and_served_as_they_are_packed(client: Client, installed: Path) -> None:
    assert "© OpenStreetMap contributors" in streets(str(installed))
    here = streets_here()
    assert here is not None
    place = _place_of_first(installed)
    client.force_login(make_cast().officer)

    served = client.get("/api/v1/basemap", dict(zip("zxy", place, strict=True)))

    assert (here.is_vector, here.max_zoom) == (True, ZOOM)
    assert (served["Content-Type"], served["Content-Encoding"]) == (VECTOR, "gzip")
    assert layers_of(gzip.decompress(served.content)) == ["roads"]
    assert client.get("/api/v1/basemap?z=15&x=1&y=1").status_code == 404
    client.logout()
    assert client.get("/api/v1/basemap", dict(zip("zxy", place, strict=True))).status_code == 401


@pytest.mark.django_db
def test_a_page_has_the_drawing_script_only_where_vector_streets_are_installed(client: Client, installed: Path) -> None:
    cast = make_cast()
    client.force_login(cast.officer)
    addresses = (f"/sites/{cast.site.pk}", f"/sites/{cast.site.pk}/reunification")

    without = [client.get(address).content for address in addresses]
    streets(str(installed))
    with_streets = [client.get(address).content for address in addresses]
    client.force_login(cast.dispatcher)
    console = client.get("/console").content
    client.force_login(cast.officer)
    choice = client.get(f"/sites/{cast.site.pk}/print").content.decode()

    assert not [page for page in without if b"protomaps" in page or b"site_streets" in page]
    assert all(b"protomaps" in page and b"site_streets" in page for page in with_streets)
    assert b"protomaps" in console
    # Leaflet's own layer would take the tiles for pictures.
    assert not [page for page in with_streets if b"L.tileLayer" in page]
    assert 'value="streets"' not in choice
    assert "printed without streets" in choice


def _place_of_first(path: Path) -> tuple[int, int, int]:
    with path.open("rb") as file:
        z, x, y = tileid_to_zxy(next(iter(opened_pmtiles(file).entries())).tile_id)
    return z, x, y


# --- files made to harm -----------------------------------------------------------------------------------------------
def _bomb(path: Path) -> Path:
    return write_tiles(path, {zxy_to_tileid(15, 0, 0): gzip.compress(bytes(TILE_MAX_BYTES + 1))})


def _packed_twice(path: Path) -> Path:
    return write_tiles(path, {zxy_to_tileid(15, 0, 0): gzip.compress(gzip.compress(b"x"))})


def _noise(path: Path) -> Path:
    return write_tiles(path, {zxy_to_tileid(15, 0, 0): gzip.compress(b"\x1a\xff\xff\xff\xff\x0f")})


def _many_layers(path: Path) -> Path:
    return write_tiles(path, {zxy_to_tileid(15, 0, 0): gzip.compress(tile(0, 0, [], "roads") * (LAYERS_MAX + 1))})


def _other_schema(path: Path) -> Path:
    return street_file(path, ways(), layer="transportation")


def _other_root(content: bytes) -> Made:
    """Put another root directory at the end of a good file, and let the header point at it."""

    def made(path: Path) -> Path:
        good = bytearray(street_file(path, ways()).read_bytes())
        good[8:16] = len(good).to_bytes(8, "little")
        good[ROOT_LENGTH : ROOT_LENGTH + 8] = len(content).to_bytes(8, "little")
        path.write_bytes(bytes(good) + content)
        return path

    return made


def _header(at: int, value: bytes) -> Made:
    def made(path: Path) -> Path:
        content = bytearray(street_file(path, ways()).read_bytes())
        content[at : at + len(value)] = value
        path.write_bytes(content)
        return path

    return made


HUGE_COUNT = gzip.compress(b"\xff\xff\xff\xff\x7f" + bytes(64))
DIRECTORY_BOMB = gzip.compress(bytes(DIRECTORY_MAX_BYTES + 1))
# One entry of run length 0, which points at a leaf: itself.
LEAF_OF_LEAVES = gzip.compress(b"\x01\x00\x00\x01\x01")
# Of these a server could hand out a tile, were it never looked at: no more than a tile may be.
SMALL = {"a tile packed twice", "a tile that lies about a length", "layers without end"}
HARMFUL: dict[str, tuple[Made, str]] = {
    "a tile that unpacks to more than a tile": (_bomb, "streets_too_complex"),
    "a tile packed twice": (_packed_twice, "streets_broken"),
    "a tile that lies about a length": (_noise, "streets_broken"),
    "layers without end": (_many_layers, "streets_too_complex"),
    "another schema": (_other_schema, "streets_other_schema"),
    "a directory that claims billions of entries": (_other_root(HUGE_COUNT), "streets_broken"),
    "a directory that unpacks to more than one": (_other_root(DIRECTORY_BOMB), "streets_too_complex"),
    "a directory that is no gzip": (_other_root(b"no gzip at all"), "streets_broken"),
    "a leaf that leads nowhere": (_other_root(LEAF_OF_LEAVES), "streets_broken"),
    "a root larger than the file": (_header(ROOT_LENGTH, (1 << 20).to_bytes(8, "little")), "streets_broken"),
    "a root of exabytes": (_header(ROOT_LENGTH, b"\xff" * 8), "streets_too_complex"),
    "a position beyond all files": (_header(8, b"\xff" * 8), "streets_broken"),
    "packed in a way that no one reads": (_header(INTERNAL_COMPRESSION, b"\x03"), "streets_broken"),
    "tiles of an unknown kind": (_header(99, bytes([TileType.UNKNOWN.value])), "streets_other_tiles"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused_with_a_code_and_its_tiles_are_not_served(name: str, tmp_path: Path) -> None:
    made, code = HARMFUL[name]
    path = made(tmp_path / "harmful.pmtiles")

    assert look_at(path).code == code
    assert tile_at(path, 15, 0, 0) is None or name in SMALL


def test_the_command_refuses_it_too_and_the_one_before_stays(installed: Path, tmp_path: Path) -> None:
    streets(str(installed))
    bomb = _bomb(tmp_path / "bomb.pmtiles")

    with pytest.raises(CommandError, match="streets_too_complex"):
        streets(str(bomb))

    assert "OpenStreetMap" in streets()


def test_a_file_that_is_cut_anywhere_is_refused_or_read_and_never_more(tmp_path: Path) -> None:
    whole = street_file(tmp_path / "whole.pmtiles", ways()).read_bytes()
    cut = tmp_path / "cut.pmtiles"

    for length in range(0, len(whole), max(1, len(whole) // 40)):
        cut.write_bytes(whole[:length])
        assert look_at(cut).code == "streets_broken"

    chance = Random(7)
    for _ in range(200):
        spoiled = bytearray(whole)
        for _spot in range(3):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        cut.write_bytes(spoiled)
        assert look_at(cut).code in {"", *CODES}
