"""Print a district's ledger of disclosures: a tagged PDF, real ones first, exercises on pages of their own."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from coordination.incident.disclosures.queries import Ledger
from coordination.vocabulary import DisclosureAuthority
from mou.papers.bounded_drawing import pdf_of
from mou.papers.sealing.drawing import Page
from mou.vocabulary import DataCategory

# This many rows take a minute to draw and fill two hundred pages.
MAX_PRINTED = 1_000


def ledger_pdf(ledger: Ledger, *, at: datetime) -> bytes:
    """Return the ledger as a PDF that can be read aloud. Starts a process and waits for it. Raises: PaperNotDrawn."""
    return pdf_of(Page(ledger_page(ledger, at=at)))


def ledger_page(ledger: Ledger, *, at: datetime) -> str:
    """Return what is printed, in the reader's language and the district's time."""
    printed = ledger.disclosures[:MAX_PRINTED]
    context = {
        "ledger": ledger,
        "real": [one for one in printed if not one.is_exercise],
        "exercises": [one for one in printed if one.is_exercise],
        "is_whole": ledger.is_whole and len(printed) == len(ledger.disclosures),
        "most": MAX_PRINTED,
        "at": at,
        "watermark": _("EXERCISE"),
        "authorities": DisclosureAuthority.labels(),
        "categories": DataCategory.labels(),
    }
    return render_to_string("agreements/disclosures_print.html", context)
