"""Say in a PDF which ground its maps show, so that a reader of maps finds a place on them. Pure.

Source: ISO 32000-2, 12.9 (viewports) and 12.10 (geospatial measure dictionaries).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pydyf

if TYPE_CHECKING:
    from weasyprint import Document

POINTS_PER_PX = 0.75
POINTS_PER_MM = 72 / 25.4
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A map on a page: the element that shows it, where in it the ground begins, and which ground, in degrees.

    `name` is what the sheet is called; a reader of maps lists it.
    """

    anchor: str
    name: str
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class PlacedMap:
    """A map with its page and its rectangle on it, in points from the lower left corner."""

    place: MapPlace
    page: int
    box: tuple[float, float, float, float]


def found_on(document: "Document", places: Sequence[MapPlace]) -> list[PlacedMap]:
    """Return where the maps came to lie when the pages were laid out."""
    by_anchor = {one.anchor: one for one in places}
    found = []
    for number, page in enumerate(document.pages):
        for name in page.anchors.keys() & by_anchor.keys():
            place, (x, y, *_) = by_anchor[name], page.anchors[name]
            left = x * POINTS_PER_PX + place.left_mm * POINTS_PER_MM
            top = (page.height - y) * POINTS_PER_PX - place.top_mm * POINTS_PER_MM
            right, bottom = left + place.width_mm * POINTS_PER_MM, top - place.height_mm * POINTS_PER_MM
            found.append(PlacedMap(place, number, (left, bottom, right, top)))
    return found


def add_viewports(pdf: pydyf.PDF, maps: Sequence[PlacedMap]) -> None:
    """Write a viewport with a geospatial measure into the page of each map."""
    system = pydyf.Dictionary({"Type": "/GEOGCS", "EPSG": 4326, "WKT": pydyf.String(WGS84)})
    pdf.add_object(system)
    numbers = pdf.pages["Kids"][::3]
    for one in maps:
        place = one.place
        corners = [place.south, place.west, place.north, place.west, place.north, place.east, place.south, place.east]
        measure = pydyf.Dictionary(
            {
                "Type": "/Measure",
                "Subtype": "/GEO",
                "Bounds": pydyf.Array([0, 0, 0, 1, 1, 1, 1, 0]),
                "GCS": system.reference,
                "GPTS": pydyf.Array([f"{value:.10f}" for value in corners]),
                "LPTS": pydyf.Array([0, 0, 0, 1, 1, 1, 1, 0]),
                "PDU": pydyf.Array(["/M", "/SQM", "/DEG"]),
            }
        )
        viewport = pydyf.Dictionary(
            {
                "Type": "/Viewport",
                "BBox": pydyf.Array([f"{value:.4f}" for value in one.box]),
                "Name": pydyf.String(place.name),
                "Measure": measure,
            }
        )
        pdf.objects[numbers[one.page]]["VP"] = pydyf.Array([viewport])
