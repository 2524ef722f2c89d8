"""Place GeoJSON that is not in degrees: by its `crs` member, or by the coordinate system that a person names.

The member is of the first GeoJSON (2008), and GIS programs still write it. For a bounded process.
"""

import re
from collections.abc import Iterable
from functools import partial

import pyproj

from mapping.errors import BadFile
from mapping.imports.readers.geojson import Feature, Placer, read_features
from mapping.imports.readers.gis.layers import transformer_to_wgs84
from mapping.interchange.ledger import Ledger

# RFC 7946, 3.1.7: the parts of a MultiPolygon, its rings, their positions.
MAX_DEPTH = 4
FARTHEST = 1e9
# "urn:ogc:def:crs:EPSG::26914", "http://www.opengis.net/def/crs/EPSG/0/26914".
LONG_NAME = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)([A-Za-z]+)[:/][^:/]*[:/]([A-Za-z0-9]+)"
)


def read_placed_features(raw: bytes, ledger: Ledger, *, crs: str) -> list[Feature]:
    """Return the readable features of a file, in degrees. Raises: BadFile: crs_unknown, and as read_features."""
    return read_features(raw, ledger, ref_property="id", placing=partial(placing_by, crs))


def placing_by(crs: str, parsed: object, members: Iterable[object]) -> Placer | None:
    """Return what puts the geometries of a file into degrees; None where they are degrees.

    What the file says counts before `crs`; without either it is in degrees, as RFC 7946 has it, and so is one whose
    first position can be nothing else. Raises: BadFile: crs_unknown.
    """
    said = _named_crs(parsed)
    if not said and not _are_in_degrees(members):
        said = crs.strip()
    if not said:
        return None
    transformer = transformer_to_wgs84(said)
    return None if transformer is None else partial(_placed_geometry, transformer)


def _named_crs(parsed: object) -> str:
    """Return the coordinate system that a file names, as an authority and a code. Raises: BadFile: crs_unknown."""
    crs = parsed.get("crs") if isinstance(parsed, dict) else None
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise BadFile("crs_unknown", "The coordinate system is not known; name it as in EPSG:26985.")
    found = LONG_NAME.fullmatch(name.strip())
    return name.strip() if found is None else f"{found[1]}:{found[2]}"


def _are_in_degrees(members: Iterable[object]) -> bool:
    for member in members:
        geometry = member.get("geometry") if isinstance(member, dict) else None
        position = geometry.get("coordinates") if isinstance(geometry, dict) else None
        for _ in range(MAX_DEPTH):
            if not isinstance(position, list) or not position or not isinstance(position[0], list):
                break
            position = position[0]
        if _is_position(position):
            assert isinstance(position, list)
            return bool(abs(position[0]) <= 180 and abs(position[1]) <= 180)
    return True


def _placed_geometry(transformer: pyproj.Transformer, geometry: object) -> object:
    if not isinstance(geometry, dict):
        return geometry
    return {**geometry, "coordinates": _place_coordinates(transformer, geometry.get("coordinates"), MAX_DEPTH)}


def _place_coordinates(transformer: pyproj.Transformer, value: object, depth: int) -> object:
    """Return coordinates in degrees, ring by ring; what is no position stays, and is refused where it is read."""
    if not isinstance(value, list) or depth == 0:
        return value
    if _is_position(value):
        return _in_degrees(transformer, [value])[0]
    if value and all(map(_is_position, value)):
        return _in_degrees(transformer, value)
    return [_place_coordinates(transformer, part, depth - 1) for part in value]


def _in_degrees(transformer: pyproj.Transformer, positions: list[list[float]]) -> list[list[float]]:
    lons, lats = transformer.transform([one[0] for one in positions], [one[1] for one in positions])
    return [[float(lon), float(lat)] for lon, lat in zip(lons, lats, strict=True)]


def _is_position(value: object) -> bool:
    return isinstance(value, list) and len(value) >= 2 and all(map(_is_number, value[:2]))


def _is_number(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    # Neither infinity nor NaN is.
    return abs(value) < FARTHEST
