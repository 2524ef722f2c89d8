"""Read AutoCAD drawings in DXF: closed outlines become rooms, the texts inside them their names.

Pure; meant for a bounded process.
"""

import io
import math
from collections.abc import Iterator

from ezdxf import disassemble
from ezdxf.document import Drawing
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.filemanagement import dxf_stream_info
from ezdxf.filemanagement import read as read_document
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.encoding import decode_dxf_unicode, decode_mif_to_unicode
from ezdxf.path import make_path

from mapping.errors import BadFile
from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Shape, ShapeError, shape_from_geojson
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.plane_drawing import (
    DrawnText,
    Placing,
    label_features,
    placing_of,
)
from mapping.imports.readers.features.mapped_features import LAYER, plan_of_features
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.floors import clean_label
from mapping.imports.readers.geojson import MAX_FEATURES, Feature
from mapping.imports.readers.imdf.fields import one_line
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger

LINES = frozenset(("LWPOLYLINE", "POLYLINE", "LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE"))
TEXTS = frozenset(("TEXT", "MTEXT", "ATTRIB"))
# How far an arc may be from its chord on the ground: the area of a round room is then true to two parts in a thousand.
FLATNESS_M = 0.002
# Tenths of a millimeter to kilometers: no plan is drawn in less or more.
LEAST_UNIT_M, MOST_UNIT_M = 1e-4, 2_000.0


def read_dxf(
    raw: bytes, mapping: FieldMapping, points: tuple[ControlPoint, ...], ledger: Ledger, *, crs: str
) -> PlanDrawing:
    """Return the plan in a DXF drawing, placed by control points or by the coordinate system it is drawn in.

    Raises: BadFile: dxf_unreadable, dxf_too_large, placement_missing, too_few_control_points, control_points_collinear.
    """
    return plan_of_features(dxf_features(raw, mapping, points, ledger, crs=crs), mapping, ledger)


def dxf_features(
    raw: bytes, mapping: FieldMapping, points: tuple[ControlPoint, ...], ledger: Ledger, *, crs: str
) -> Iterator[Feature]:
    """Yield what a drawing shows, its rooms with the texts that stand in them. Raises: BadFile, as read_dxf."""
    # What is wrong with the file comes before what lacks beside it.
    document = document_of(raw)
    place = placing_of(points, crs)
    features: list[Feature] = []
    texts: list[DrawnText] = []
    try:
        entities = list(entities_of(document, mapping))
    except EZDXF_FAILURES as error:
        raise BadFile("dxf_unreadable", "The file is not a readable DXF drawing.") from error
    ledger.expect(len(entities))
    for entity in entities:
        ref = _ref_of(entity, len(features) + len(texts), ledger)
        ledger.read(ref)
        try:
            _take_entity(entity, ref, mapping, place, features, texts, ledger)
        except EZDXF_FAILURES:
            ledger.refuse(ref, "geometry_not_supported", f"Geometry of type {entity.dxftype()!r} is not read.")
    yield from label_features(features, texts, mapping, ledger)


# Broken files end ezdxf in many ways; none of them may look like a fault of ours. A file that ends in its header stops
# an iterator that is asked for more.
EZDXF_FAILURES = (
    *(DXFError, OSError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError, StopIteration),
    RuntimeError,
)


def document_of(raw: bytes) -> Drawing:
    """Return a drawing as ezdxf reads it. Raises: BadFile: dxf_unreadable."""
    if raw.startswith(b"AutoCAD Binary DXF"):
        raise BadFile("dxf_unreadable", "This is a binary DXF; save it as an ASCII DXF.")
    try:
        return read_document(io.StringIO(_text_of(raw)))
    except EZDXF_FAILURES as error:
        raise BadFile("dxf_unreadable", "The file is not a readable DXF drawing.") from error


def _text_of(raw: bytes) -> str:
    """Return a drawing's text by its own code page, $DWGCODEPAGE; from R2007 on it is UTF-8 whatever that says.

    Windows ends lines with two characters; ezdxf would take the first for a part of a binary chunk.
    """
    encoding = dxf_stream_info(io.StringIO(raw.decode("latin-1").replace("\r\n", "\n"))).encoding
    return raw.decode(encoding, errors="surrogateescape").replace("\r\n", "\n")


def entities_of(document: Drawing, mapping: FieldMapping) -> Iterator[DXFEntity]:
    """Yield every entity of the model, blocks taken apart; more than the limit is an attack or a city."""
    count = 0
    for top in document.modelspace():
        # A block on a layer of things is one thing, whatever it is drawn with.
        is_thing = top.dxftype() == "INSERT" and mapping.meaning("", layer_of(top)).startswith(("object:", "opening"))
        for entity in (top,) if is_thing else disassemble.recursive_decompose([top]):
            count += 1
            if count > MAX_FEATURES:
                raise BadFile("dxf_too_large", f"More than {MAX_FEATURES} entities; at most so many are read.")
            yield entity


def layer_of(entity: DXFEntity) -> str:
    """Return the name of the layer that something is drawn on."""
    return one_line(str(entity.dxf.get("layer", "0")))


def _ref_of(entity: DXFEntity, taken: int, ledger: Ledger) -> str:
    handle = entity.dxf.get("handle") or f"block/{taken}"
    ref = f"{layer_of(entity)}/{handle}".replace(" ", "_")
    while ledger.has_read(ref):
        ref += "'"
    return ref


def _take_entity(
    entity: DXFEntity,
    ref: str,
    mapping: FieldMapping,
    place: Placing,
    features: list[Feature],
    texts: list[DrawnText],
    ledger: Ledger,
) -> None:
    kind, layer = entity.dxftype(), layer_of(entity)
    if kind in TEXTS:
        _take_text(entity, ref, place, texts, ledger)
        return
    meaning = mapping.meaning("", layer)
    if meaning == "ignore" or not meaning:
        ledger.ignore(ref, f"layer {layer}: not part of the plan")
        return
    try:
        shape = _read_shape(entity, kind, place, is_area=meaning.startswith(("space", "outline", "area:")))
    except ShapeError as error:
        ledger.refuse(ref, error.code, error.detail)
        return
    if shape is None:
        ledger.ignore(ref, f"{kind}: not drawn on a plan")
        return
    ledger.stands_at(ref, next(shape.positions()))
    features.append(Feature(ref, {LAYER: layer}, shape))


def _metres_of_unit(place: Placing, x: float, y: float) -> float:
    """Return how long one unit of the drawing is on the ground. What a file says of its units is often not so."""
    metres = apart_m(place(x, y), place(x + 1, y))
    # NaN as well: what lies nowhere is refused by its coordinates.
    return metres if LEAST_UNIT_M <= metres <= MOST_UNIT_M else 1.0


def _take_text(entity: DXFEntity, ref: str, place: Placing, texts: list[DrawnText], ledger: Ledger) -> None:
    if getattr(entity, "is_invisible", False):
        ledger.ignore(ref, "text: hidden")
        return
    written = entity.plain_text() if hasattr(entity, "plain_text") else str(entity.dxf.get("text", ""))
    # Letters that the code page of a drawing lacks are written as codes.
    written = decode_mif_to_unicode(decode_dxf_unicode(str(written)))
    # An MTEXT has its number in one line and its name in the next.
    lines = tuple(line for one in written.splitlines() if (line := clean_label(ref, one, ledger)))
    where = entity.dxf.get("insert")
    if not lines or where is None:
        ledger.ignore(ref, "text: empty")
        return
    # The middle of the words, not their beginning: a long name begins outside a small room.
    texts.append(DrawnText(ref, lines, place(float(where.x), float(where.y))))


def _read_shape(entity: DXFEntity, kind: str, place: Placing, *, is_area: bool) -> Shape | None:
    if kind in ("POINT", "INSERT"):
        where = entity.dxf.get("location" if kind == "POINT" else "insert")
        return shape_from_geojson({"type": "Point", "coordinates": list(place(float(where.x), float(where.y)))})
    if kind not in LINES:
        return None
    path = make_path(entity)
    flatness = FLATNESS_M / _metres_of_unit(place, float(path.start.x), float(path.start.y))
    positions = [place(float(point.x), float(point.y)) for point in path.flattening(flatness)]
    if not all(math.isfinite(value) for position in positions for value in position):
        raise ShapeError("coordinate_not_finite", "A coordinate is NaN or infinite.")
    coordinates = [list(position) for position in positions]
    if is_area and (getattr(entity, "is_closed", False) or kind in ("CIRCLE", "ELLIPSE")):
        return shape_from_geojson({"type": "Polygon", "coordinates": [coordinates]})
    return shape_from_geojson({"type": "LineString", "coordinates": coordinates})
