"""Print a site: a sheet for the grounds and one for each floor, with a list of what is where.

Laying out and drawing hold an interpreter for seconds: a bounded process does both. Starts it and waits for it.
"""

from django.utils.translation import get_language

from mapping.errors import NothingToPrint
from mapping.exports.print_job import DRAWINGS, ORDER, PrintForm, PrintJob, PrintOrder
from mapping.exports.underlay import streets_of
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import Program
from mou.papers.bounded_drawing import drawn_apart

DRAWER = Program(
    "mapping.exports.drawing_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=500, wall_s=600.0, written_bytes=256 * 1024**2),
    # Its input is our own page with people's words in it: confined where the system can do that, else run all the same.
    is_foreign=False,
)


def site_pdf(job: PrintJob, *, drawer: Program = DRAWER) -> bytes:
    """Return the printed site as a PDF that a screen reader can read (PDF/UA-1) and whose maps know their ground.

    Takes about a second a floor. Raises: PaperNotDrawn, NothingToPrint.
    """
    return _check_not_empty(_make_print(job, PrintForm.PDF, drawer))


def site_geotiffs(job: PrintJob) -> bytes:
    """Return the maps of the same sheets as pictures that know their ground, in a ZIP.

    Raises: PaperNotDrawn, NothingToPrint.
    """
    return _check_not_empty(_make_print(job, PrintForm.GEOTIFF, DRAWER))


def site_drawings(job: PrintJob) -> dict[str, bytes]:
    """Return the maps of the same sheets as SVG files by name; none where nothing is drawn. Raises: PaperNotDrawn."""
    drawings = DRAWINGS.validate_json(_make_print(job, PrintForm.SVG, DRAWER))
    return {name: svg.encode() for name, svg in drawings.items()}


def _make_print(job: PrintJob, form: PrintForm, drawer: Program) -> bytes:
    language = get_language() or "en"

    def order() -> bytes:
        return ORDER.dump_json(PrintOrder(job, streets_of(job), form, language))

    return drawn_apart(drawer, order)


def _check_not_empty(made: bytes) -> bytes:
    if not made:
        raise NothingToPrint("Nothing is drawn on the sheets that were chosen.")
    return made
