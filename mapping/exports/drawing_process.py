"""The program that lays out and draws a print in a bounded process: see mou.foundation.bounded_process.

It knows nothing of the server that started it: no setting, no database, only templates, catalogs and its order.
"""

import importlib
import mimetypes
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation

from mapping.exports.print_job import DRAWINGS, ORDER, PrintForm, PrintOrder

MAPPING = Path(__file__).resolve().parents[1]


def draw_sheets(order: PrintOrder) -> bytes:
    """Return what was ordered; nothing where nothing is drawn on any sheet."""
    # Django wants its settings before these are imported.
    from mapping.exports.laid_out import drawings_of, page_of, sheets_of  # noqa: PLC0415

    with translation.override(order.language):
        sheets = sheets_of(order.job, order.streets)
        if order.form is PrintForm.SVG:
            return DRAWINGS.dump_json(drawings_of(sheets))
        if not sheets:
            return b""
        html = page_of(order.job, sheets)
    # Imported late: it is heavy, and the SVG form above does not need it.
    from mapping.exports.sheets.pages import pages_of, pictures_of  # noqa: PLC0415

    pages = pages_of(html, [sheet.place for sheet in sheets])
    return pictures_of(pages) if order.form is PrintForm.GEOTIFF else pages.pdf


def get_ready() -> None:
    """Load what laying out and drawing need, once for many prints."""
    folders = sorted(MAPPING.glob("*/templates"))
    templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": folders}
    # Another program of the same fork server may have been there before.
    if not settings.configured:
        settings.configure(TEMPLATES=[templates], LOCALE_PATHS=[MAPPING / "web" / "locale"], USE_I18N=True, USE_TZ=True)
        django.setup()
    for library in ("mapping.exports.laid_out", "mapping.exports.sheets.pages", "weasyprint"):
        importlib.import_module(library)


def main(_folder: Path, order: bytes) -> bytes:
    """Draw what was ordered."""
    # Do not read the system's lists of file types: Python's own are enough.
    mimetypes.knownfiles.clear()
    if not settings.configured:
        get_ready()
    return draw_sheets(ORDER.validate_json(order))
