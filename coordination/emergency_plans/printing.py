"""Print a plan. Has it drawn, and where it is adopted sealed, by a bounded process, and waits for it."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from coordination.emergency_plans.rules.document import PlanDocument
from mou.papers.bounded_drawing import pdf_of
from mou.papers.canonical import sha256
from mou.papers.sealed_copies import seal_key
from mou.papers.sealing.drawing import Attached, Page
from mou.papers.sealing.drawing_process import SealOrder

ATTACHMENT = "emergency-plan.json"


def plain_pdf(document: PlanDocument) -> bytes:
    """Return a plan without a seal: a draft, or what all staff read of an adopted one. Raises: PaperNotDrawn."""
    return pdf_of(lambda: Page(_html_of_plan(document, digest="")))


def sealed_pdf(document: PlanDocument, content: bytes, *, at: datetime) -> bytes:
    """Return an adopted plan with its document inside and the server's seal over all of it. Raises: PaperNotDrawn."""
    digest = sha256(content)

    def page() -> Page:
        html = _html_of_plan(document, digest=digest)
        return Page(html, Attached(ATTACHMENT, content, f"SHA-256 {digest}"))

    return pdf_of(page, seal=SealOrder(seal_key(at), f"{document.name}, version {document.number}"[:200]))


def _html_of_plan(document: PlanDocument, *, digest: str) -> str:
    # Templates tell instants by the clock of the moment: the school's.
    with timezone.override(document.time_zone):
        return render_to_string("emergency_plans/print.html", {"plan": document, "digest": digest})
