"""Draw with a few shapes into an SVG element; every text is text. Pure."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from mapping.exports.sheets.labels.taken import Rectangle
from mapping.exports.sheets.paper import Point

SVG = "http://www.w3.org/2000/svg"
FONT = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw_group(parent: Element, name: str) -> Element:
    """Return a new group; its name is what a drawing program lists it under."""
    return SubElement(parent, f"{{{SVG}}}g", {"class": name})


def draw_path(parent: Element, rings: Iterable[Iterable[Point]], *, is_closed: bool, **look: str) -> None:
    """Draw lines, or the area that rings enclose (holes by the even-odd rule)."""
    end = "Z" if is_closed else ""
    drawn = "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in ring) + end for ring in rings)
    _draw_shape(parent, "path", {"d": drawn, "fill-rule": "evenodd"}, look)


def draw_rectangle(parent: Element, box: Rectangle, *, corner_mm: float = 0, **look: str) -> None:
    """Draw a rectangle."""
    left, top, right, bottom = box
    size = {"x": left, "y": top, "width": right - left, "height": bottom - top, "rx": corner_mm}
    _draw_shape(parent, "rect", {name: f"{value:.3f}" for name, value in size.items()}, look)


def draw_circle(parent: Element, centre: Point, radius_mm: float, **look: str) -> None:
    """Draw a circle."""
    _draw_shape(parent, "circle", {"cx": f"{centre[0]:g}", "cy": f"{centre[1]:g}", "r": f"{radius_mm:g}"}, look)


def write_text(parent: Element, text: str, at: Point, size_mm: float, *, anchor: str = "middle", **look: str) -> None:
    """Write a line of text whose middle is at a height."""
    where = {"x": f"{at[0]:.3f}", "y": f"{at[1] + size_mm * 0.36:.3f}", "font-size": f"{size_mm:g}"}
    _draw_shape(parent, "text", where | {"text-anchor": anchor, "font-family": FONT}, look, NOT_XML.sub("", text))


def draw_picture(parent: Element, box: Rectangle, address: str, **look: str) -> None:
    """Lay a picture into a rectangle; its address is a data URL."""
    left, top, right, bottom = box
    size = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    places = {name: f"{value:.3f}" for name, value in size.items()}
    _draw_shape(parent, "image", places | {"href": address, "preserveAspectRatio": "none"}, look)


def _draw_shape(
    parent: Element, tag: str, places: dict[str, str], look: dict[str, str], text: str | None = None
) -> None:
    drawn = SubElement(
        parent, f"{{{SVG}}}{tag}", places | {name.replace("_", "-"): value for name, value in look.items()}
    )
    drawn.text = text
