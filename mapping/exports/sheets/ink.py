"""Draw with a few shapes into an SVG element; every text is text. Pure."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from mapping.exports.sheets.paper import Point

SVG = "http://www.w3.org/2000/svg"
FONT = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
# The width of a letter of that font as a part of its height: enough to keep labels apart.
LETTER = 0.62
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

type Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


def group(parent: Element, name: str) -> Element:
    """Return a new group; its name is what a drawing program lists it under."""
    return SubElement(parent, f"{{{SVG}}}g", {"class": name})


def path(parent: Element, rings: Iterable[Iterable[Point]], *, is_closed: bool, **look: str) -> None:
    """Draw lines, or the area that rings enclose (holes by the even-odd rule)."""
    end = "Z" if is_closed else ""
    drawn = "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in ring) + end for ring in rings)
    _shape(parent, "path", {"d": drawn, "fill-rule": "evenodd"}, look)


def rectangle(parent: Element, box: Rectangle, *, corner_mm: float = 0, **look: str) -> None:
    """Draw a rectangle."""
    left, top, right, bottom = box
    size = {"x": left, "y": top, "width": right - left, "height": bottom - top, "rx": corner_mm}
    _shape(parent, "rect", {name: f"{value:.3f}" for name, value in size.items()}, look)


def circle(parent: Element, centre: Point, radius_mm: float, **look: str) -> None:
    """Draw a circle."""
    _shape(parent, "circle", {"cx": f"{centre[0]:g}", "cy": f"{centre[1]:g}", "r": f"{radius_mm:g}"}, look)


def write(parent: Element, text: str, at: Point, size_mm: float, *, anchor: str = "middle", **look: str) -> None:
    """Write a line of text whose middle is at a height."""
    where = {"x": f"{at[0]:.3f}", "y": f"{at[1] + size_mm * 0.36:.3f}", "font-size": f"{size_mm:g}"}
    _shape(parent, "text", where | {"text-anchor": anchor, "font-family": FONT}, look, NOT_XML.sub("", text))


def width_of(text: str, size_mm: float) -> float:
    """Return about how wide a text is."""
    return len(text) * size_mm * LETTER


def around(centre: Point, width_mm: float, height_mm: float) -> Rectangle:
    """Return the rectangle of a size around a point."""
    (x, y), across, down = centre, width_mm / 2, height_mm / 2
    return (x - across, y - down, x + across, y + down)


def overlap(a: Rectangle, b: Rectangle) -> bool:
    """Tell whether two rectangles share ground."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _shape(parent: Element, tag: str, places: dict[str, str], look: dict[str, str], text: str | None = None) -> None:
    drawn = SubElement(
        parent, f"{{{SVG}}}{tag}", places | {name.replace("_", "-"): value for name, value in look.items()}
    )
    drawn.text = text
