"""Vector tiles of ways as OpenStreetMap has them, written as Protomaps' basemap has them, into a PMTiles file."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan

EXTENT, ZOOM = 4096, 15
CREDIT = '<a href="https://maps.example/copyright">© OpenStreetMap contributors</a>'

type Line = list[tuple[float, float]]


def ways(plan: IndoorPlan = HIGH_SCHOOL) -> list[Line]:
    """Return the ways outside a building, in degrees; columns lon, lat."""
    told = json.loads(plan.raw())
    return [
        [(lon, lat) for lon, lat in one["geometry"]["coordinates"]]
        for one in told["features"]
        if one["properties"].get("highway") in {"service", "footway"} and one["geometry"]["type"] == "LineString"
    ]


def street_file(path: Path, lines: Iterable[Line], *, layer: str = "roads", credit: str = CREDIT) -> Path:
    """Write the lines as minor roads into a file of vector tiles of one zoom, packed as such files are."""
    tiles: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        for place in {_tile_of(*point) for point in line}:
            tiles.setdefault(place, []).append(line)
    told = {zxy_to_tileid(ZOOM, x, y): gzip.compress(tile(x, y, found, layer)) for (x, y), found in tiles.items()}
    return write_tiles(path, told, credit=credit)


def write_tiles(path: Path, tiles: Mapping[int, bytes], *, credit: str = CREDIT) -> Path:
    """Write tiles that are packed already, by their ids."""
    with write(str(path)) as writer:
        for tile_id in sorted(tiles):
            writer.write_tile(tile_id, tiles[tile_id])
        sides = {"min_lon_e7": -1799000000, "min_lat_e7": -850000000, "max_lon_e7": 1799000000, "max_lat_e7": 850000000}
        middle = {"center_zoom": ZOOM, "center_lon_e7": 0, "center_lat_e7": 0}
        header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, **sides, **middle}
        writer.finalize(header, {"attribution": credit})
    return path


def tile(x: int, y: int, lines: Iterable[Line], layer: str) -> bytes:
    """Return a tile with one layer of roads (Mapbox Vector Tile 2.1)."""
    features = [_feature([_in_tile(x, y, *point) for point in line]) for line in lines]
    values = [_bytes(4, _bytes(1, b"minor_road"))]
    parts = [_bytes(1, layer.encode()), *(_bytes(2, one) for one in features), _bytes(3, b"kind"), *values]
    return _bytes(3, b"".join([*parts, _number(5, EXTENT), _number(15, 2)]))


def _feature(points: list[tuple[int, int]]) -> bytes:
    numbers: list[int] = []
    last_x = last_y = 0
    for index, (x, y) in enumerate(points):
        if index < 2:
            # MoveTo once, then LineTo as often as points are left.
            numbers.append(9 if index == 0 else (len(points) - 1) << 3 | 2)
        numbers += [_zigzag(x - last_x), _zigzag(y - last_y)]
        last_x, last_y = x, y
    geometry = b"".join(map(_varint, numbers))
    return _bytes(2, _varint(0) + _varint(0)) + _number(3, 2) + _bytes(4, geometry)


def _tile_of(lon: float, lat: float) -> tuple[int, int]:
    x, y = _world(lon, lat)
    return math.floor(x), math.floor(y)


def _in_tile(x: int, y: int, lon: float, lat: float) -> tuple[int, int]:
    at_x, at_y = _world(lon, lat)
    return round((at_x - x) * EXTENT), round((at_y - y) * EXTENT)


def _world(lon: float, lat: float) -> tuple[float, float]:
    turn = math.radians(lat)
    north = math.log(math.tan(turn) + 1 / math.cos(turn))
    return (lon + 180) / 360 * (1 << ZOOM), (1 - north / math.pi) / 2 * (1 << ZOOM)


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
