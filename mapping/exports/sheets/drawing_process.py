"""The program that draws the sheets of a print in a bounded process: see mou.bounded_process.

It makes the pages into a PDF whose maps know their ground, or each map into a picture that does (GeoTIFF, in a ZIP).
"""

import io
import math
import mimetypes
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from mapping.exports.sheets.geo_pdf import MapPlace, PlacedMap, add_viewports, found_on
from mou.papers.sealing.drawing import Page, drawn

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

# Numbers of rooms are legible, and a tabloid sheet stays below what a phone opens.
DPI = 200
LONGEST_SIDE_PX = 6_000
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SheetsOrder:
    """The pages to draw and the maps on them; `is_raster`: pictures of the maps are wanted, not the pages."""

    html: str
    maps: tuple[MapPlace, ...]
    is_raster: bool


ORDER: TypeAdapter[SheetsOrder] = TypeAdapter(SheetsOrder)


def made(order: SheetsOrder) -> bytes:
    """Return the PDF, or the pictures."""
    placed: list[PlacedMap] = []

    def finish(document: "Document", pdf: "pydyf.PDF") -> None:
        placed.extend(found_on(document, order.maps))
        add_viewports(pdf, placed)

    pages = drawn(Page(order.html), finish=finish)
    return pictures(pages, placed) if order.is_raster else pages


def pictures(pages: bytes, maps: list[PlacedMap]) -> bytes:
    """Return each map as a GeoTIFF, in a ZIP."""
    import pypdfium2  # noqa: PLC0415 - heavy, and a PDF needs it not

    from mapping.exports.sheets.geo_tiff import geo_tiff  # noqa: PLC0415 - as above

    written = io.BytesIO()
    document = pypdfium2.PdfDocument(pages)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(sorted(maps, key=lambda found: found.page)):
            page = document[one.page]
            left, bottom, right, top = one.box
            crop = (left, bottom, page.get_width() - right, page.get_height() - top)
            scale = min(DPI / 72, LONGEST_SIDE_PX / max(right - left, top - bottom))
            image = page.render(scale=scale, crop=crop, may_draw_forms=False).to_pil().convert("RGB")
            name = zipfile.ZipInfo(f"{number:02}-{one.place.name}.tif", ZIP_DAY)
            archive.writestr(name, geo_tiff(image, one.place, dpi=math.floor(scale * 72)))
    return written.getvalue()


def main(_folder: Path, order: bytes) -> bytes:
    """Draw what was ordered."""
    # The system's lists of file types are none of its business: it knows its own.
    mimetypes.knownfiles.clear()
    return made(ORDER.validate_json(order))
