"""The program that draws an upgrade plan in a bounded process: see mou.foundation.bounded_process.

It knows nothing of the server that started it: no setting, no database, only templates, catalogs and its order.
"""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.utils import translation

from mapping.assessments.plan_print.order import ORDER, PlanOrder
from mapping.exports import drawing_process as exports


def get_ready() -> None:
    """Load what laying out and drawing need, once for many prints."""
    exports.get_ready()


def main(_folder: Path, order: bytes) -> bytes:
    """Draw what was ordered."""
    # Do not read the system's lists of file types: Python's own are enough.
    mimetypes.knownfiles.clear()
    if not settings.configured:
        get_ready()
    return draw_plan(ORDER.validate_json(order))


def draw_plan(order: PlanOrder) -> bytes:
    """Return the plan as a PDF that a screen reader can read (PDF/UA-1)."""
    # Django wants its settings before these are imported; the second is heavy.
    from django.template.loader import render_to_string  # noqa: PLC0415

    from mapping.assessments.plan_print.floors import floors_of  # noqa: PLC0415
    from mapping.sites.wording.words import map_words  # noqa: PLC0415
    from mou.papers.sealing.drawing import Page, draw_page  # noqa: PLC0415

    with translation.override(order.language):
        context = {"order": order, "plan": order.job.plan, "floors": floors_of(order, map_words())}
        html = render_to_string("assessments/print.html", context)
    return draw_page(Page(html))
