"""Print a school's standing before the law: a tagged PDF that a reader without eyes can follow."""

from django.template.loader import render_to_string

from mou.papers.bounded_drawing import pdf_of
from mou.papers.sealing.drawing import Page


def certificate_pdf(context: dict[str, object]) -> bytes:
    """Return the certificate as PDF/UA. Starts a process and waits for it. Raises: PaperNotDrawn."""
    return pdf_of(Page(render_to_string("mapping/certificate.html", context)))
