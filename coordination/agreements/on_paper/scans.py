"""Read a scan in a bounded process: a photo is drawn anew, a PDF is drawn to see that it is one. Waits for it."""

from django.conf import settings

from mapping.edits.photo_drawing.photo_process import PHOTO
from mou.agreements.errors import BadScan
from mou.agreements.on_paper.signing import Scan
from mou.api.media_types import JPEG, PDF
from mou.errors import ReadersNotConfined, TooManyReadings
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.runner import ProcessFailed, ProcessNotConfined, Program, done_apart
from mou.foundation.lanes import Lane, LaneFull, Turns

SCAN_MAX_BYTES = 16 * 1024 * 1024
DRAWER = Program(
    "mapping.edits.photo_drawing.first_page_process",
    Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=40.0, written_bytes=32 * 1024**2),
)
# In the lane for photos: a request that waits holds a thread and nothing else.
DRAWINGS = Turns(settings.LANES[Lane.PHOTOS])
PDF_BEGINS, JPEG_BEGINS = b"%PDF-", b"\xff\xd8\xff"
SUFFIXES = {PDF: "pdf", JPEG: "jpg"}


def read_scan(body: bytes, drawer: Program = DRAWER) -> Scan:
    """Return a scan as it may be kept.

    A PDF keeps its pages, and so its bytes: it is given out as a download alone, and never read here again.
    Raises: BadScan: none, too large, or no PDF and no picture. TooManyReadings, ReadersNotConfined.
    """
    if not body or len(body) > SCAN_MAX_BYTES:
        raise BadScan(f"Bring a scan of at most {SCAN_MAX_BYTES // 1024 // 1024} MB.")
    let_go_of_connections()
    try:
        with DRAWINGS.turn():
            drawn = PHOTO.validate_json(done_apart(drawer, body))
    except LaneFull as full:
        raise TooManyReadings("Others are having files read; try again in a moment.") from full
    except ProcessNotConfined as unsafe:
        raise ReadersNotConfined from unsafe
    except ProcessFailed as failed:
        raise BadScan("Reading this file takes more time or memory than it may.") from failed
    if drawn.refusal or not drawn.jpeg.startswith(JPEG_BEGINS):
        raise BadScan("This is no PDF, JPEG, PNG or WebP file that can be read.")
    return Scan(body, PDF) if body.startswith(PDF_BEGINS) else Scan(drawn.jpeg, JPEG)
