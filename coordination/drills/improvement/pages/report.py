"""The page of a report: read, write, approve, sign. Plain forms, each with the version that was read."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language

from coordination.drills.evaluation.pages import refusal_sentence
from coordination.drills.improvement.access import ReportGrant, report_grant
from coordination.drills.improvement.errors import ReportNotFound
from coordination.drills.improvement.pages.report_forms import ReportForms
from coordination.drills.improvement.pictures import map_picture, times_picture
from coordination.drills.improvement.shown import shown_of
from coordination.drills.improvement.vocabulary import ReportSection
from coordination.drills.improvement.work.documents import due_on_of
from coordination.drills.improvement.work.papers import report_json, report_paper
from coordination.drills.improvement.work.queries import ReportView, report_view
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import MouError, PaperNotDrawn
from mou.foundation.forms.act_form import carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def report_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show a report to people who may read it; do what a form asks for."""
    asker = asker_of(request)
    grant = report_grant(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    view = _view_of_report(grant, _read_number(request.GET))
    language = (get_language() or "en")[:2] if view is None else view.document.language
    forms = ReportForms(request, asker, grant, view, language)
    if carry_out(request, forms.list_forms(), refusal_sentence):
        section = forms.section_sent()
        return redirect_anew(f"{request.path}#section-{section}" if section else request.path)
    context = {
        "exercise": grant.exercise,
        "grant": grant,
        "view": view,
        "forms": forms,
        "sections": ReportSection.labels(),
        "due_on": due_on_of(grant.exercise, grant.exercise.ended_at) if grant.exercise.ended_at else None,
        **_show_report(grant, view),
    }
    return show_page(request, "improvement/report.html", context, forms.list_forms())


def _view_of_report(grant: ReportGrant, number: int | None) -> ReportView | None:
    """Return the report; none where its staff has not drafted one yet."""
    try:
        return report_view(grant, number)
    except ReportNotFound as missing:
        if grant.reads_drafts and number is None:
            return None
        raise Http404 from missing


def _show_report(grant: ReportGrant, view: ReportView | None) -> dict[str, object]:
    if view is None:
        return {}
    return {
        "report": shown_of(view.document),
        "map": map_picture(grant.exercise.site, view.document.marks),
        "times": times_picture(view.document.times),
    }


# --- files ------------------------------------------------------------------------------------------------------------
@page()
def report_file(request: HttpRequest, exercise_id: UUID, form: str) -> HttpResponse:
    """Hand the report out as a PDF or as JSON."""
    asker, number = asker_of(request), _read_number(request.GET)
    make, kind = (report_paper, "application/pdf") if form == "pdf" else (report_json, "application/json")
    try:
        content = make(user_id=asker.user_id, exercise_id=exercise_id, number=number, at=asker.at)
    except MouError:
        text = PaperNotDrawn().sentence_or("")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="exercise-report.{form}"'
    return response


def _read_number(asked: QueryDict) -> int | None:
    text = asked.get("number", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
