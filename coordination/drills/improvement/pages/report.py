"""The page of a report: read, write, approve, sign. Plain forms, each with the version that was read."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.access import ReportGrant, report_grant
from coordination.drills.improvement.errors import BadReport, ReportNotFound
from coordination.drills.improvement.pictures import map_picture, times_picture
from coordination.drills.improvement.shown import shown_of
from coordination.drills.improvement.vocabulary import (
    ActionState,
    CapabilityElement,
    ReportFindingKind,
    ReportSection,
    ReportState,
)
from coordination.drills.improvement.work.documents import due_on_of
from coordination.drills.improvement.work.papers import report_json, report_paper
from coordination.drills.improvement.work.queries import ReportView, report_view
from coordination.drills.improvement.work.reports import (
    FindingGiven,
    draft_report,
    edit_text,
    leave_out_finding,
    set_meeting,
    write_finding,
)
from coordination.drills.improvement.work.signing import approve_report, sign_report, take_back
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.errors import MouError, PaperNotDrawn


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def report_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show a report to people who may read it; do what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = carry_out_form(lambda: _act_on_posted(request.POST, exercise_id, asker))
        if not problem:
            return redirect_anew(f"{reverse('drill_report', args=[exercise_id])}{_place_on_page(request.POST)}")
    grant = _find_grant(asker, exercise_id)
    view = _view_of_report(grant, _read_number(request.GET))
    context = {
        "exercise": grant.exercise,
        "grant": grant,
        "view": view,
        "problem": problem,
        "typed": request.POST if problem else {},
        "due_on": due_on_of(grant.exercise, grant.exercise.ended_at) if grant.exercise.ended_at else None,
        "languages": {"en": "English", "es": "Español"},
        "language": (get_language() or "en")[:2],
        **_label_tables(),
        **_show_report(grant, view),
    }
    return render(request, "improvement/report.html", context, status=422 if problem else 200)


def _find_grant(asker: Asker, exercise_id: UUID) -> ReportGrant:
    try:
        return report_grant(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except CoordinationError as missing:
        raise Http404 from missing


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


def _label_tables() -> dict[str, dict[str, str]]:
    return {
        "report_states": ReportState.labels(),
        "sections": ReportSection.labels(),
        "finding_kinds": ReportFindingKind.labels(),
        "elements": CapabilityElement.labels(),
        "action_states": ActionState.labels(),
        "capabilities": CoreCapability.labels(),
    }


# --- files ------------------------------------------------------------------------------------------------------------
@require_safe
@never_cache
@login_required
def report_file(request: HttpRequest, exercise_id: UUID, form: str) -> HttpResponse:
    """Hand the report out as a PDF or as JSON."""
    asker, number = asker_of(request), _read_number(request.GET)
    make, kind = (report_paper, "application/pdf") if form == "pdf" else (report_json, "application/json")
    try:
        content = make(user_id=asker.user_id, exercise_id=exercise_id, number=number, at=asker.at)
    except CoordinationError as missing:
        raise Http404 from missing
    except MouError:
        text = PaperNotDrawn().sentence_or("")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="exercise-report.{form}"'
    return response


# --- forms ------------------------------------------------------------------------------------------------------------
def carry_out_form(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except (CoordinationError, MouError) as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(str(error))
    return ""


def _act_on_posted(posted: QueryDict, exercise_id: UUID, asker: Asker) -> None:
    act = posted.get("act", "")
    version = _read_version(posted)
    if act == "draft":
        language = "es" if posted.get("language") == "es" else "en"
        draft_report(actor_id=asker.user_id, exercise_id=exercise_id, language=language, at=asker.at)
    elif act == "text":
        text = None if posted.get("give_back") else posted.get("text", "")
        edit_text(
            actor_id=asker.user_id,
            exercise_id=exercise_id,
            section=_read_section(posted),
            text=text,
            version=version,
            at=asker.at,
        )
    elif act == "meeting":
        meeting_at = _read_meeting(posted, _find_grant(asker, exercise_id))
        set_meeting(
            actor_id=asker.user_id, exercise_id=exercise_id, meeting_at=meeting_at, version=version, at=asker.at
        )
    elif act == "finding":
        _write_finding(posted, exercise_id, asker, version)
    elif act in ("leave_out", "take_in"):
        leave_out_finding(
            actor_id=asker.user_id,
            exercise_id=exercise_id,
            finding_id=uuid_in(posted, "finding_id"),
            is_left_out=act == "leave_out",
            version=version,
            at=asker.at,
        )
    else:
        decide = {"approve": approve_report, "take_back": take_back, "sign": sign_report}.get(act)
        if decide is None:
            raise BadReport(pointer="/act")
        decide(actor_id=asker.user_id, exercise_id=exercise_id, version=version, at=asker.at)


def _write_finding(posted: QueryDict, exercise_id: UUID, asker: Asker, version: int) -> None:
    try:
        given = FindingGiven(
            kind=ReportFindingKind(posted.get("kind", "")),
            capability=CoreCapability(posted.get("capability", "")),
            words=posted.get("words", ""),
            objective_id=uuid_in(posted, "objective_id") if posted.get("objective_id") else None,
            reference=posted.get("reference", ""),
            analysis=posted.get("analysis", ""),
            root_cause=posted.get("root_cause", ""),
        )
    except ValueError as nonsense:
        raise BadReport(pointer="/kind") from nonsense
    write_finding(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        finding_id=uuid_in(posted, "finding_id") if posted.get("finding_id") else None,
        given=given,
        version=version,
        at=asker.at,
    )


def _read_version(posted: QueryDict) -> int:
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _read_number(asked: QueryDict) -> int | None:
    text = asked.get("number", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _read_section(posted: QueryDict) -> ReportSection:
    try:
        return ReportSection(posted.get("section", ""))
    except ValueError as nonsense:
        raise BadReport(pointer="/section") from nonsense


def _read_meeting(posted: QueryDict, grant: ReportGrant) -> datetime | None:
    text = posted.get("meeting_at", "")
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(grant.exercise.site.time_zone))
    except (ValueError, OverflowError) as nonsense:
        raise BadReport(pointer="/meeting_at") from nonsense


def _place_on_page(posted: QueryDict) -> str:
    """Return where on the page a form stood: only of our own making."""
    if posted.get("act") == "text":
        return f"#section-{_read_section(posted).value}"
    return ""
