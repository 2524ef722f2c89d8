"""The team's pages: the queue and a tip. Plain forms: no script."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pydantic import TypeAdapter, ValidationError

from coordination.errors import CoordinationError
from coordination.prevention.tips import words
from coordination.prevention.tips.access import (
    desks_of_team,
    may_see_page,
    overdue_at_kept_desks,
    site_of,
    tip_for,
    tips_for,
)
from coordination.prevention.tips.errors import TipNotFound, TipStepLacks
from coordination.prevention.tips.reporting.floods import FLOOD_FROM, WINDOW
from coordination.prevention.tips.reporting.intake import MOST_CHARS
from coordination.prevention.tips.vocabulary import TipCategory, TipDisposition, TipPriority, TipState, TipStep
from coordination.prevention.tips.work import steps
from coordination.prevention.tips.work.incidents import IncidentGiven, open_from_tip
from coordination.prevention.tips.work.queries import TipLine, list_queue, open_tip_view, reads_of, similar_open
from coordination.room.access import Asker
from coordination.room.wire.model import Label
from coordination.vocabulary import IncidentType, Severity
from coordination.web.posted import NOTHING, act_in, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.vocabulary import AgencyKind

_label: TypeAdapter[str] = TypeAdapter(Label)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tips_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's tips, and the desks that the reader keeps; clear a flood."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _carry_out_form(lambda: _clear_tips(asker, request.POST))
        if not problem:
            return redirect_anew(reverse("tips"))
    seen, ended = tips_for(asker.user_id, asker.at), request.GET.get("ended") == "yes"
    lines = list_queue(seen, is_open=not ended)
    kinds = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)
    context = {
        "lines": [(one, words.words_of_time_left(one.due_at, asker.at), _tone_of_line(one, asker.at)) for one in lines],
        "ended": ended,
        "decides": desks_of_team(asker.user_id, asker.at).exists(),
        "overdue": overdue_at_kept_desks(asker.user_id, asker.at),
        "at": asker.at,
        "kept": managed_agencies(asker.user_id, asker.at).filter(kind__in=kinds, is_active=True).order_by("name"),
        "lately": seen.filter(received_at__gt=asker.at - WINDOW).count(),
        "flood_from": FLOOD_FROM,
        "has_flood": any(one.is_of_flood for one in lines),
        "categories": TipCategory.labels(),
        "priorities": TipPriority.labels(),
        "states": TipState.labels(),
        "problem": problem,
    }
    return render(request, "tips/queue.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tip_page(request: HttpRequest, tip_id: UUID) -> HttpResponse:
    """Show a tip, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        address = reverse("tip", args=[tip_id])
        act = act_in(request.POST, ACTS)
        problem = _carry_out_form(lambda: act(asker, tip_id, request.POST))
        if not problem:
            return redirect_anew(address)
    try:
        grant = tip_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at)
    except TipNotFound as missing:
        raise Http404 from missing
    view = open_tip_view(grant, user_id=asker.user_id, at=asker.at, door="page")
    site = site_of(grant.tip)
    context = {
        "tip": view,
        "left": words.words_of_time_left(view.due_at, asker.at),
        "is_overdue": view.is_waiting and view.due_at < asker.at,
        "site": site,
        "step_words": TipStep.labels(),
        "categories": TipCategory.labels(),
        "priorities": words.priority_words(),
        "states": TipState.labels(),
        "dispositions": TipDisposition.labels(),
        "incident_types": IncidentType.labels(),
        "severities": list(Severity.labels().items()),
        "similar": similar_open(grant.tip, tips_for(asker.user_id, asker.at)) if grant.decides else [],
        "reads": reads_of(grant.tip) if grant.decides else [],
        "limit": MOST_CHARS["message"],
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "tips/tip.html", context, status=422 if problem else 200)


def _carry_out_form(act: Callable[[], None]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


def _tone_of_line(line: TipLine, now: datetime) -> str:
    if not line.is_waiting:
        return ""
    return "overdue" if line.due_at < now else line.priority.value


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _clear_tips(asker: Asker, posted: QueryDict) -> None:
    chosen = [one for one in map(_parse_uuid, posted.getlist("tip")) if one != NOTHING]
    if not chosen:
        raise TipStepLacks(pointer="/tip")
    given = steps.StepGiven(TipStep.MARK_FALSE, words=posted.get("words", ""))
    steps.take_steps(actor_id=asker.user_id, tip_ids=chosen, given=given, at=asker.at)


def _parse_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NOTHING


def _one_of[T: StrEnum](kind: type[T], text: str) -> T | None:
    return kind(text) if text else None


def _take_step(asker: Asker, tip_id: UUID, posted: QueryDict) -> None:
    try:
        given = steps.StepGiven(
            step=TipStep(posted.get("step", "")),
            words=posted.get("words", ""),
            priority=_one_of(TipPriority, posted.get("priority", "")),
            is_life_threat=posted.get("is_life_threat") == "yes",
            duplicate_of=uuid_in(posted, "duplicate_of"),
            disposition=_one_of(TipDisposition, posted.get("disposition", "")),
        )
    except ValueError as nonsense:
        raise TipStepLacks(pointer="/step") from nonsense
    steps.take_step(actor_id=asker.user_id, tip_id=tip_id, given=given, at=asker.at)


def _answer_reporter(asker: Asker, tip_id: UUID, posted: QueryDict) -> None:
    steps.answer_reporter(actor_id=asker.user_id, tip_id=tip_id, text=posted.get("text", ""), at=asker.at)


def _open_incident(asker: Asker, tip_id: UUID, posted: QueryDict) -> None:
    try:
        given = IncidentGiven(
            IncidentType(posted.get("incident_type", "")),
            Severity(posted.get("severity", "")),
            _label.validate_python(posted.get("title", "").strip()),
        )
    except (ValueError, ValidationError) as nonsense:
        raise TipStepLacks(pointer="/title") from nonsense
    open_from_tip(asker=asker, tip_id=tip_id, given=given)


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "step": _take_step,
    "answer": _answer_reporter,
    "incident": _open_incident,
}
