"""The reviewers' pages: the queue with its search, and an alert. Plain forms: no script."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import TypeAdapter, ValidationError

from coordination.errors import CoordinationError
from coordination.prevention.social_alerts import words
from coordination.prevention.social_alerts.access import (
    ALERT_DESKS,
    alert_for,
    alerts_for,
    desks_with_rules_for,
    may_see_page,
)
from coordination.prevention.social_alerts.audit import ALERT_READS, searches_of
from coordination.prevention.social_alerts.errors import AlertStepLacks, SocialAlertNotFound
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertMatch, AlertState, AlertStep
from coordination.prevention.social_alerts.work import steps
from coordination.prevention.social_alerts.work.incidents import AlertIncidentGiven, open_from_alert
from coordination.prevention.social_alerts.work.queries import (
    AlertSearch,
    alert_lines,
    opened_alert,
    search_alerts,
    sites_of,
)
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.room.access import Asker
from coordination.room.wire.model import Label
from coordination.vocabulary import IncidentType, Severity
from coordination.web.posted import act_in, redirect_anew
from coordination.web.signed_in import asker_of

_label: TypeAdapter[str] = TypeAdapter(Label)


@require_safe
@never_cache
@login_required
def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's alerts, or what a search finds, and what the reader keeps."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    alerts, desks = alerts_for(asker.user_id, asker.at), list(ALERT_DESKS.teams_of(asker.user_id, asker.at))
    # An officer is told of what a reviewer has decided, and of nothing else.
    decided = request.GET.get("decided") == "yes" or not desks
    wanted = _read_search(request.GET)
    found = (
        search_alerts(alerts, wanted, user_id=asker.user_id, at=asker.at)
        if wanted.asked()
        else alert_lines(alerts, is_open=not decided)
    )
    context = {
        "lines": found,
        "decided": decided,
        "is_search": bool(wanted.asked()),
        "wanted": {name: "" if value is None else str(value) for name, value in vars_of(wanted).items()},
        "reviews": bool(desks),
        "at": asker.at,
        "sites": sites_of(desks),
        "searches": [
            (one.user.shown_name(), one.at, ", ".join(f"{name}: {value}" for name, value in one.asked.items()))
            for desk in desks
            for one in searches_of(desk)[:10]
        ],
        "kept": ALERT_DESKS.agencies_administered_by(asker.user_id, asker.at).order_by("name"),
        "with_rules": desks_with_rules_for(asker.user_id, asker.at).order_by("district__name"),
        "states": AlertState.labels(),
        "dispositions": AlertDisposition.labels(),
        "matches": AlertMatch.labels(),
    }
    return render(request, "social_alerts/queue.html", context)


def vars_of(wanted: AlertSearch) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in AlertSearch.__slots__}


def _read_search(asked: QueryDict) -> AlertSearch:
    """Return a search; what is nonsense is not asked for."""
    author = asked.get("author", "").strip().upper()[:64]
    return AlertSearch(
        site_id=_or_none(UUID, asked.get("site_id", "")),
        disposition=_or_none(AlertDisposition, asked.get("disposition", "")),
        author=author if all(one in "0123456789ABCDEF" for one in author) else "",
        since=_or_none(date.fromisoformat, asked.get("since", "")),
        until=_or_none(date.fromisoformat, asked.get("until", "")),
    )


def _or_none[T](read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def alert_page(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Show an alert, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, ACTS)
        problem = carry_out_form(lambda: act(asker, alert_id, request.POST))
        if not problem:
            return redirect_anew(reverse("social_alert", args=[alert_id]))
    try:
        grant = alert_for(user_id=asker.user_id, alert_id=alert_id, at=asker.at)
    except SocialAlertNotFound as missing:
        raise Http404 from missing
    context = {
        "alert": opened_alert(grant, user_id=asker.user_id, at=asker.at, door="page"),
        "reads": ALERT_READS.reads_of(alert_id) if grant.decides else [],
        "states": AlertState.labels(),
        "step_words": AlertStep.labels(),
        "dispositions": AlertDisposition.labels(),
        "choices": words.choice_words(),
        "matches": AlertMatch.labels(),
        "doors": words.door_words(),
        "categories": TipCategory.labels(),
        "incident_types": IncidentType.labels(),
        "severities": list(Severity.labels().items()),
        "limit": steps.MOST_CHARS,
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "social_alerts/alert.html", context, status=422 if problem else 200)


def carry_out_form(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _take_step(asker: Asker, alert_id: UUID, posted: QueryDict) -> None:
    disposition, category = posted.get("disposition", ""), posted.get("category", "")
    try:
        given = steps.AlertStepGiven(
            step=AlertStep(posted.get("step", "")),
            disposition=AlertDisposition(disposition) if disposition else None,
            words=posted.get("words", ""),
            category=TipCategory(category) if category else None,
            is_now=posted.get("is_now") == "yes",
        )
    except ValueError as nonsense:
        raise AlertStepLacks(pointer="/step") from nonsense
    steps.take_alert_step(actor_id=asker.user_id, alert_id=alert_id, given=given, at=asker.at)


def _open_incident(asker: Asker, alert_id: UUID, posted: QueryDict) -> None:
    try:
        given = AlertIncidentGiven(
            IncidentType(posted.get("incident_type", "")),
            Severity(posted.get("severity", "")),
            _label.validate_python(posted.get("title", "").strip()),
        )
    except (ValueError, ValidationError) as nonsense:
        raise AlertStepLacks(pointer="/title") from nonsense
    open_from_alert(asker=asker, alert_id=alert_id, given=given)


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {"step": _take_step, "incident": _open_incident}
