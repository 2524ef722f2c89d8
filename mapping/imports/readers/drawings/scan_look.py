"""Preview a scan or a page of a PDF for the user who is placing it. Pure; meant for a bounded process."""

import base64
import io

import pypdfium2
from PIL import Image

from mapping.errors import BadFile
from mapping.imports.readers.drawings.scan import picture_of
from mapping.imports.readers.drawings.seen import Seen


def look_at_scan(raw: bytes, *, page: int, side_px: int) -> tuple[int, Seen]:
    """Return how many pages there are, and one of them made small enough to send. Raises: BadFile."""
    _, image = picture_of(raw, page)
    shown = image.convert("RGB")
    shown.thumbnail((side_px, side_px))
    steps = (image.width / shown.width, image.height / shown.height)
    return _page_count(raw), (png_base64(shown), shown.width, shown.height, 0.0, 0.0, *steps)


def png_base64(image: Image.Image) -> str:
    """Return a picture as text for JSON."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _page_count(raw: bytes) -> int:
    if not raw.startswith(b"%PDF-"):
        return 1
    try:
        return len(pypdfium2.PdfDocument(raw))
    except pypdfium2.PdfiumError as error:
        raise BadFile("pdf_unreadable", "The document is damaged, or needs a password.") from error
