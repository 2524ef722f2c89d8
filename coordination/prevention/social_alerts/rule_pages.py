"""The pages of rules and of the yearly report: for reviewers, and for who keeps the desk."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.prevention.social_alerts.access import ALERT_DESKS, desk_with_rules_for
from coordination.prevention.social_alerts.audit import note_search
from coordination.prevention.social_alerts.errors import AlertDeskNotFound, AlertRuleNotFound, BadAlertRule
from coordination.prevention.social_alerts.models import AlertDesk
from coordination.prevention.social_alerts.pages import carry_out_form
from coordination.prevention.social_alerts.rules.dates import MOST_DAYS
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertRuleState, AlertRuleStep
from coordination.prevention.social_alerts.work import rules
from coordination.prevention.social_alerts.work.queries import rules_of
from coordination.prevention.social_alerts.work.reports import csv_of, report_of
from coordination.room.access import Asker
from coordination.web.posted import act_in, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a district's rules with how often each was wrong; write one, or take a step with one."""
    asker = asker_of(request)
    desk = _find_desk(asker, district_id)
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, {"propose": _propose_rule, "step": _take_step})
        problem = carry_out_form(lambda: act(asker, desk, request.POST))
        if not problem:
            return redirect_anew(reverse("social_alert_rules", args=[district_id]))
    today = asker.at.astimezone(ZoneInfo(desk.district.time_zone)).date()
    keeps = ALERT_DESKS.agencies_administered_by(asker.user_id, asker.at).filter(pk=district_id).exists()
    context = {
        "district": desk.district,
        "rules": rules_of(desk, user_id=asker.user_id, may_approve=keeps, at=asker.at),
        "fences": desk.fences.filter(retired_at__isnull=True).select_related("site").order_by("site__name", "pk"),
        "states": AlertRuleState.labels(),
        "step_words": AlertRuleStep.labels(),
        "today": today,
        "in_a_month": today + timedelta(days=30),
        "latest": today + timedelta(days=MOST_DAYS),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "social_alerts/rules.html", context, status=422 if problem else 200)


@require_safe
@never_cache
@login_required
def report_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show the numbers of a year, or return them as CSV; that they were read is written down."""
    asker = asker_of(request)
    desk = _find_desk(asker, district_id)
    this_year = asker.at.astimezone(ZoneInfo(desk.district.time_zone)).year
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 and text > "1999" else this_year
    report = report_of(desk, year)
    note_search(desk, {"year": str(year)}, user_id=asker.user_id, at=asker.at, door="report")
    if request.GET.get("as") == "csv":
        response = HttpResponse(csv_of(report), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="alerts-{year}.csv"'
        return response
    context = {
        "district": desk.district,
        "report": report,
        "dispositions": [(one.value, AlertDisposition(one).label) for one in AlertDisposition],
        "years": range(this_year, this_year - 5, -1),
    }
    return render(request, "social_alerts/report.html", context)


def _find_desk(asker: Asker, district_id: UUID) -> AlertDesk:
    try:
        return desk_with_rules_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    except AlertDeskNotFound as missing:
        raise Http404 from missing


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _read_day(posted: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError as nonsense:
        raise BadAlertRule(pointer=f"/{name}") from nonsense


def _propose_rule(asker: Asker, desk: AlertDesk, posted: QueryDict) -> None:
    given = rules.RuleGiven(
        words=[one for one in posted.get("words", "").splitlines() if one.strip()],
        purpose=posted.get("purpose", ""),
        legal_basis=posted.get("legal_basis", ""),
        fence_ids=[one for one in map(_parse_uuid, posted.getlist("fence_id")) if one is not None],
        expires_on=_read_day(posted, "expires_on"),
        review_on=_read_day(posted, "review_on"),
    )
    rules.propose_rule(actor_id=asker.user_id, district_id=desk.district_id, given=given, at=asker.at)


def _parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _take_step(asker: Asker, desk: AlertDesk, posted: QueryDict) -> None:
    try:
        step = AlertRuleStep(posted.get("step", ""))
    except ValueError as nonsense:
        raise BadAlertRule(pointer="/step") from nonsense
    rule_id = uuid_in(posted, "rule_id")
    if not desk.rules.filter(pk=rule_id).exists():
        raise AlertRuleNotFound
    given = rules.RuleStepGiven(
        step=step,
        words=posted.get("words", ""),
        expires_on=_read_day(posted, "expires_on") if step is AlertRuleStep.RENEW else None,
        review_on=_read_day(posted, "review_on") if step in (AlertRuleStep.RENEW, AlertRuleStep.REVIEW) else None,
    )
    rules.take_rule_step(actor_id=asker.user_id, rule_id=rule_id, given=given, at=asker.at)
