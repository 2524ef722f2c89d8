"""Show an AutoCAD drawing to whoever is about to place it: its layers, and its lines as a picture. Pure."""

import math
from collections import Counter
from collections.abc import Iterator

from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.path import make_path
from PIL import Image, ImageDraw

from mapping.formats.dxf import LINES, document_of, entities_of, layer_of
from mapping.formats.field_mapping import FieldMapping
from mapping.formats.scan_look import Seen, png_base64
from mapping.formats.shapes import Ring

# A coarser curve than in the plan: it is only to be recognised.
LEAST_SEGMENTS = 8
MARGIN = 0.02
PAPER, INK = "#ffffff", "#22303c"


def look_at_dxf(raw: bytes, *, side_px: int) -> tuple[dict[str, int], Seen | None]:
    """Return how much is drawn on each layer, and a picture; None where nothing has an extent. Raises: BadFile."""
    layers: Counter[str] = Counter()
    lines: list[Ring] = []
    for entity in entities_of(document_of(raw), FieldMapping()):
        layers[layer_of(entity)] += 1
        lines.extend(_lines(entity))
    return dict(layers), _drawn(lines, side_px)


def _lines(entity: DXFEntity) -> Iterator[Ring]:
    if entity.dxftype() not in LINES:
        return
    path = make_path(entity)
    curve = path.flattening(1.0, segments=LEAST_SEGMENTS) if path.has_curves else path.control_vertices()
    line = tuple((float(point.x), float(point.y)) for point in curve)
    if len(line) > 1 and all(math.isfinite(value) for position in line for value in position):
        yield line


def _drawn(lines: list[Ring], side_px: int) -> Seen | None:
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    extent = max(max(xs) - min(xs), max(ys) - min(ys)) if xs else 0.0
    if extent <= 0:
        return None
    step = extent * (1 + 2 * MARGIN) / side_px
    left, top = min(xs) - extent * MARGIN, max(ys) + extent * MARGIN
    width = math.ceil((max(xs) + extent * MARGIN - left) / step)
    height = math.ceil((top - min(ys) + extent * MARGIN) / step)
    image = Image.new("L", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.line([((x - left) / step, (top - y) / step) for x, y in line], fill=INK, width=2)
    return (png_base64(image), width, height, left, top, step, -step)
