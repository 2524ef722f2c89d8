"""Preview an AutoCAD drawing for the user who is placing it: its layers, and its lines as a picture. Pure."""

import math
from collections import Counter
from collections.abc import Iterator

from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.path import make_path

from mapping.errors import BadFile
from mapping.geometry.shapes import Ring
from mapping.imports.readers.drawings.dxf import (
    EZDXF_FAILURES,
    LINES,
    document_of,
    entities_of,
    layer_of,
)
from mapping.imports.readers.drawings.line_picture import picture_of
from mapping.imports.readers.drawings.seen import DrawingSeen
from mapping.imports.readers.field_mapping import FieldMapping

# A coarser curve than in the plan: it is only to be recognized.
LEAST_SEGMENTS = 8


def look_at_dxf(raw: bytes, *, side_px: int) -> DrawingSeen:
    """Return what a drawing shows. Raises: BadFile: dxf_unreadable, dxf_too_large."""
    layers: Counter[str] = Counter()
    lines: list[Ring] = []
    undrawn = 0
    try:
        for entity in entities_of(document_of(raw), FieldMapping()):
            layers[layer_of(entity)] += 1
            try:
                lines.extend(_lines_of(entity))
            except EZDXF_FAILURES:
                # A mesh, or a curve that is broken: the others still show where the drawing lies.
                undrawn += 1
    except EZDXF_FAILURES as error:
        raise BadFile("dxf_unreadable", "The file is not a readable DXF drawing.") from error
    return DrawingSeen(dict(layers), picture_of(lines, side_px), undrawn)


def _lines_of(entity: DXFEntity) -> Iterator[Ring]:
    if entity.dxftype() not in LINES:
        return
    path = make_path(entity)
    curve = path.flattening(1.0, segments=LEAST_SEGMENTS) if path.has_curves else path.control_vertices()
    line = tuple((float(point.x), float(point.y)) for point in curve)
    if len(line) > 1 and all(math.isfinite(value) for position in line for value in position):
        yield line
