"""Print a form: a tagged PDF, marked on every page of an exercise, with continuation pages numbered of how many."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from coordination.incident.ics_forms.filled import FilledForm
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page


def pdf_answer(filled: FilledForm, *, reader_id: int) -> HttpResponse:
    """Return a form on paper. Starts a process and waits for it. Raises: PaperNotDrawn, PrintUnderWay."""
    text = print_html(filled)
    with one_print_of(reader_id):
        made = pdf_of(Page(text))
    response = HttpResponse(made, content_type="application/pdf")
    name = f"ics-{filled.form.form.value}-{filled.history.seq}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def print_html(filled: FilledForm) -> str:
    """Return what is printed, in the reader's language and by the site's clock."""
    incident = filled.history.room.incident
    zone = ZoneInfo(incident.site.time_zone)
    seq, at = filled.history.seq, filled.history.at.astimezone(zone)
    context = {
        "filled": filled,
        "incident": incident,
        "foot": _("as of entry #{seq}, {at}").format(seq=seq, at=f"{at:%Y-%m-%d %H:%M:%S %Z}"),
    }
    return render_to_string("ics_forms/print.html", context)
