"""Draw the lines of a drawing as a picture, for the user who is placing it. Pure."""

import math

from PIL import Image, ImageDraw

from mapping.geometry.shapes import Ring
from mapping.imports.readers.drawings.scan_look import png_base64
from mapping.imports.readers.drawings.seen import Seen

MARGIN = 0.02
PAPER, INK = "#ffffff", "#22303c"


def picture_of(lines: list[Ring], side_px: int) -> Seen | None:
    """Return the picture, north up; None where nothing has an extent."""
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
