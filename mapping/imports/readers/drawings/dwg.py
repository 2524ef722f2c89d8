"""Read AutoCAD drawings in DWG: through LibreDWG's program where it is installed, else version 2000 by GDAL's.

For a bounded process.
"""

from collections.abc import Callable
from pathlib import Path

from ezdxf.tools.text import plain_mtext, plain_text

from mapping.geometry.shapes import (
    Shape,
    ShapeError,
    first_position,
    shape_from_geojson,
)
from mapping.geometry.wkb import Coordinates, Geometry
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.dwg_converter import dxf_of_dwg, has_converter
from mapping.imports.readers.drawings.dwg_file import dwg_of
from mapping.imports.readers.drawings.dwg_tables import Drawn, drawn_in, tables_of
from mapping.imports.readers.drawings.dxf import read_dxf
from mapping.imports.readers.drawings.plane_drawing import (
    DrawnText,
    Placing,
    label_features,
    placing_of,
)
from mapping.imports.readers.features.mapped_features import plan_of_features
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.floors import clean_label
from mapping.imports.readers.geojson import Feature
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger

TEXTS: dict[str, Callable[[str], str | list[str]]] = {"CADText": plain_text, "CADMText": plain_mtext}
# The driver does not hand over whether a polyline is closed, and often leaves out the vertex that closes it.
POLYLINES = frozenset(("CADLWPolyline", "CADPolyline3D"))
# What stands in a block where each of its copies has something else.
BLANK = "CADAttdef"
# The driver takes the degrees of an arc for radians: both its ends are somewhere else.
ARC = "CADArc"
AREAS = ("space", "outline", "area:")


def read_dwg(
    path: Path, mapping: FieldMapping, points: tuple[ControlPoint, ...], ledger: Ledger, *, crs: str
) -> PlanDrawing:
    """Return the plan in a DWG drawing, placed by control points or by the coordinate system it is drawn in.

    Raises: BadFile: dwg_not_read, several_drawings, dwg_unreadable, dxf_too_large, placement_missing,
        too_few_control_points, control_points_collinear.
    """
    if has_converter():
        return read_dxf(dxf_of_dwg(dwg_of(path, of_any_version=True)), mapping, points, ledger, crs=crs)
    drawing = dwg_of(path)
    place = placing_of(points, crs)
    return plan_of_tables(tables_of(drawing, ledger), mapping, place, ledger)


def plan_of_tables(tables: Path, mapping: FieldMapping, place: Placing, ledger: Ledger) -> PlanDrawing:
    """Return the plan in the tables of a drawing. Raises: BadFile: gis_unreadable, dxf_too_large."""
    features: list[Feature] = []
    texts: list[DrawnText] = []
    drawn = list(drawn_in(tables, ledger))
    ledger.expect(len(drawn))
    for one in drawn:
        ledger.read(one.ref)
        if one.geometry is None:
            ledger.refuse(one.ref, "no_geometry", "The feature has no geometry that is read.")
        elif one.kind in TEXTS or one.kind == BLANK:
            _take_text(one, one.geometry, place, texts, ledger)
        else:
            _take_entity(one, one.geometry, mapping, place, features, ledger)
    return plan_of_features(label_features(features, texts, mapping, ledger), mapping, ledger)


def _take_text(one: Drawn, geometry: Geometry, place: Placing, texts: list[DrawnText], ledger: Ledger) -> None:
    written = "" if one.kind == BLANK else TEXTS[one.kind](one.text)
    text = clean_label(one.ref, str(written), ledger)
    if not text:
        ledger.ignore(one.ref, "text: empty")
        return
    try:
        texts.append(DrawnText(one.ref, (text,), _read_shape(one.ref, geometry, place, ledger).line[0]))
    except ShapeError as error:
        ledger.refuse(one.ref, error.code, error.detail)


def _take_entity(
    one: Drawn, geometry: Geometry, mapping: FieldMapping, place: Placing, features: list[Feature], ledger: Ledger
) -> None:
    meaning = mapping.meaning("", one.layer)
    if meaning == "ignore" or not meaning:
        ledger.ignore(one.ref, f"layer {one.layer}: not part of the plan")
        return
    is_outline = one.kind in POLYLINES and meaning.startswith(AREAS)
    try:
        shape = _read_shape(one.ref, _as_ring(geometry) if is_outline else geometry, place, ledger)
    except ShapeError as error:
        ledger.refuse(one.ref, error.code, error.detail)
        return
    if one.kind == ARC:
        ledger.refuse(one.ref, "arc_not_read", "GDAL misplaces the arcs of a DWG drawing; save it as DXF to keep them.")
        return
    features.append(Feature(one.ref, one.tags, shape))


def _as_ring(geometry: Geometry) -> Geometry:
    """Return a polyline on a layer of rooms as what it encloses; the shape says so if it had to be closed."""
    line = geometry.coordinates
    if geometry.kind != "LineString" or isinstance(line, float) or len(line) < 3:
        return geometry
    return Geometry("Polygon", [line])


def _read_shape(ref: str, geometry: Geometry, place: Placing, ledger: Ledger) -> Shape:
    placed = {"type": geometry.kind, "coordinates": _place_coordinates(geometry.coordinates, place)}
    ledger.stands_at(ref, first_position(placed))
    return shape_from_geojson(placed)


def _place_coordinates(coordinates: Coordinates, place: Placing) -> Coordinates:
    if isinstance(coordinates, float) or not coordinates:
        return coordinates
    x, y = coordinates[0], coordinates[1] if len(coordinates) > 1 else None
    if isinstance(x, float) and isinstance(y, float):
        return list(place(x, y))
    return [_place_coordinates(part, place) for part in coordinates]
