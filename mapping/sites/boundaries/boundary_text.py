"""A boundary as a form sends it: GeoJSON, or corners one a line as people copy them."""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _

from mapping.errors import BadSite
from mapping.geometry.shapes import MultiPolygon, Position, ShapeError, shape_from_geojson

TEXT_MAX_CHARS = 500_000
CORNERS_MIN = 3
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d+)?")


def boundary_from(text: str) -> MultiPolygon:
    """Return the polygons that a text draws; none for an empty one. Raises: BadSite."""
    text = text.strip()
    if not text:
        return ()
    if len(text) > TEXT_MAX_CHARS:
        raise BadSite(_("The boundary is too long: it is one school's ground."))
    return _from_geojson(text) if text.startswith("{") else _from_corners(text)


def position_from(lat: str, lon: str) -> Position:
    """Return a point in degrees. Raises: BadSite."""
    try:
        point = (float(lon), float(lat))
    except ValueError as nonsense:
        raise BadSite(_("Latitude and longitude are numbers in degrees, such as 44.1 and -123.2.")) from nonsense
    _check_point(point)
    return point


def middle_of(boundary: MultiPolygon) -> Position:
    """Return the middle of a boundary's box: the site's location if none is given."""
    corners = [corner for polygon in boundary for corner in polygon[0]]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _from_geojson(text: str) -> MultiPolygon:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSite(_("The boundary is not GeoJSON.")) from error
    polygons: list[Any] = []
    for geometry in _geometries_in(found):
        try:
            polygons += shape_from_geojson(geometry).polygons
        except ShapeError as error:
            raise BadSite(_("The boundary cannot be used: %(why)s") % {"why": error.detail}) from error
    if not polygons:
        raise BadSite(_("The file has no area. A boundary is a polygon."))
    return tuple(polygons)


def _geometries_in(found: object) -> list[object]:
    """Return the geometries of a geometry, a feature or a collection of them."""
    if not isinstance(found, dict):
        return []
    if found.get("type") == "FeatureCollection":
        features = found.get("features")
        return [one.get("geometry") for one in features if isinstance(one, dict)] if isinstance(features, list) else []
    return [found.get("geometry")] if found.get("type") == "Feature" else [found]


def _from_corners(text: str) -> MultiPolygon:
    """Read "latitude, longitude" a line, the order in which maps on the web show and copy a point."""
    corners = []
    for line in text.splitlines():
        numbers = NUMBER.findall(line)
        if not line.strip():
            continue
        if len(numbers) != 2:
            raise BadSite(_("“%(line)s”: a corner is a latitude and a longitude.") % {"line": line[:60]})
        corners.append(position_from(numbers[0], numbers[1]))
    if len(set(corners)) < CORNERS_MIN:
        raise BadSite(_("A boundary has at least three corners."))
    ring = tuple(corners) if corners[0] == corners[-1] else (*corners, corners[0])
    return ((ring,),)


def _check_point(point: Position) -> None:
    lon, lat = point
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadSite(_("A latitude is from -90 to 90 and a longitude from -180 to 180 degrees."))
