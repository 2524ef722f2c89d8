"""Print a report. Has it drawn, and where it is signed sealed, by a bounded process, and waits for it."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from coordination.drills.improvement.pictures import map_picture, times_picture
from coordination.drills.improvement.rules.document import ReportDocument, sum_of
from coordination.drills.improvement.shown import shown_of
from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement, ReportState
from mapping.models import Site
from mou.papers.bounded_drawing import pdf_of
from mou.papers.sealed_copies import seal_key
from mou.papers.sealing.drawing import Attached, Page
from mou.papers.sealing.drawing_process import SealOrder

ATTACHMENT = "after-action-report.json"


def draft_pdf(document: ReportDocument, site: Site) -> bytes:
    """Return a report that is not signed, with DRAFT on every page and no seal. Raises: PaperNotDrawn."""
    return pdf_of(lambda: Page(_html_of_report(document, site, digest="")))


def signed_pdf(document: ReportDocument, content: bytes, site: Site, *, at: datetime) -> bytes:
    """Return a signed report with its document inside and the server's seal over all of it. Raises: PaperNotDrawn."""

    def page() -> Page:
        html = _html_of_report(document, site, digest=sum_of(content))
        return Page(html, Attached(ATTACHMENT, content, "SHA-256 " + sum_of(content)))

    return pdf_of(page, seal=SealOrder(seal_key(at), f"{document.name}, version {document.number}"[:200]))


def _html_of_report(document: ReportDocument, site: Site, *, digest: str) -> str:
    # Templates tell instants by the clock of the moment: the site's.
    with override(document.language), timezone.override(document.time_zone):
        context = {
            "report": shown_of(document),
            "digest": digest,
            "map": map_picture(site, document.marks),
            "times": times_picture(document.times),
            "elements": CapabilityElement.labels(),
            "action_states": ActionState.labels(),
            "report_states": ReportState.labels(),
        }
        return render_to_string("improvement/print.html", context)
