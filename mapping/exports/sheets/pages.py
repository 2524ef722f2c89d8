"""Make the pages of a print into a PDF whose maps know their ground, or each map into a picture that does. Pure.

Takes seconds and an interpreter with it: only the bounded process calls it.
"""

import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapping.exports.sheets.geo_pdf import MapPlace, PlacedMap, add_viewports, found_on
from mou.papers.sealing.drawing import Page, draw_page

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

# Numbers of rooms are legible, and a tabloid sheet stays below what a phone opens.
DPI = 200
LONGEST_SIDE_PX = 6_000
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF and where its maps stand in it."""

    pdf: bytes
    maps: tuple[PlacedMap, ...]


def pages_of(html: str, maps: Sequence[MapPlace]) -> Pages:
    """Return a page as a PDF (PDF/UA-1) whose maps know their ground (ISO 32000)."""
    placed: list[PlacedMap] = []

    def finish(document: "Document", pdf: "pydyf.PDF") -> None:
        placed.extend(found_on(document, maps))
        add_viewports(pdf, placed)

    return Pages(draw_page(Page(html), finish=finish), tuple(placed))


def pictures_of(pages: Pages) -> bytes:
    """Return each map as a GeoTIFF, in a ZIP."""
    import pypdfium2  # noqa: PLC0415 - heavy, and a PDF needs it not

    from mapping.exports.sheets.geo_tiff import geo_tiff  # noqa: PLC0415 - as above

    written = io.BytesIO()
    document = pypdfium2.PdfDocument(pages.pdf)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(sorted(pages.maps, key=lambda found: found.page)):
            page = document[one.page]
            left, bottom, right, top = one.box
            crop = (left, bottom, page.get_width() - right, page.get_height() - top)
            scale = min(DPI / 72, LONGEST_SIDE_PX / max(right - left, top - bottom))
            image = page.render(scale=scale, crop=crop, may_draw_forms=False).to_pil().convert("RGB")
            name = zipfile.ZipInfo(f"{number:02}-{one.place.name}.tif", ZIP_DAY)
            archive.writestr(name, geo_tiff(image, one.place, dpi=math.floor(scale * 72)))
    return written.getvalue()
