"""The program that draws a picture, or the first page of a PDF, anew in a bounded process."""

import io
from pathlib import Path

from mapping.edits.photo_drawing.photo_process import LONGEST_SIDE_PX, PHOTO, DrawnPhoto, drawn_anew
from mapping.errors import BadPhoto

PDF = b"%PDF-"
# A page of a poster at full size would fill the memory.
MAX_SCALE = 3.0


def main(_folder: Path, order: bytes) -> bytes:
    """Draw the file that is the order; a refusal is an answer too."""
    try:
        return PHOTO.dump_json(first_page(order) if order[:1024].lstrip().startswith(PDF) else drawn_anew(order))
    except BadPhoto as refusal:
        return PHOTO.dump_json(DrawnPhoto(refusal=refusal.detail))


def first_page(body: bytes) -> DrawnPhoto:
    """Return a JPEG of the first page, and nothing else of the file. Raises: BadPhoto."""
    import pypdfium2  # noqa: PLC0415 - libraries when they are needed

    try:
        page = pypdfium2.PdfDocument(body)[0]
        longest = max(page.get_size())
        if not longest > 0:
            raise BadPhoto("The page has no size.")
        picture = page.render(scale=min(MAX_SCALE, LONGEST_SIDE_PX / longest)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError, OSError) as error:
        raise BadPhoto("This is no PDF that can be drawn.") from error
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=85, optimize=True)
    return DrawnPhoto(out.getvalue(), picture.width, picture.height)
