"""The pages of rules and of the yearly report: for reviewers, and for who keeps the desk."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.casework.clocks import day_in
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.social_alerts.access import desk_with_rules_for
from coordination.prevention.social_alerts.models import AlertDesk
from coordination.prevention.social_alerts.rules.dates import MOST_DAYS
from coordination.prevention.social_alerts.rules.given import AlertRuleIn, AlertRuleStepIn
from coordination.prevention.social_alerts.rules.machine import RULES
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertRuleStep
from coordination.prevention.social_alerts.wire import AlertRuleView
from coordination.prevention.social_alerts.work import rules
from coordination.prevention.social_alerts.work.fences import drawn_fences
from coordination.prevention.social_alerts.work.kinds import RULE_KIND
from coordination.prevention.social_alerts.work.queries import note_search, rules_of
from coordination.prevention.social_alerts.work.reports import csv_of, report_of
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.forms.step_form import StepAsked, StepForm

type RuleStepForm = StepForm[AlertRuleStepIn]
DAYS = ("expires_on", "review_on")
NEXT_REVIEW = timedelta(days=30)


class RuleForm(ActForm[AlertRuleIn, object]):
    """The form of a new rule. No page offers what is there to be refused."""

    not_asked = ("accounts", "visibility")

    def __init__(self, request: HttpRequest, do: Callable[[AlertRuleIn], object], desk: AlertDesk, today: date) -> None:
        """Make it, for the fences of a desk."""
        listed = [(one.pk, f"{one.site.name} · {one.buffer_m} m") for one in drawn_fences(desk)]
        super().__init__(request, "propose", AlertRuleIn, do, choices={"fence_ids": listed})
        self.has_fences = bool(listed)
        bound_days(self, today)
        for name in ("purpose", "legal_basis"):
            self.fields[name].widget.attrs |= {
                "minlength": rules.TEXT_CHARS.start,
                "maxlength": rules.TEXT_CHARS.stop - 1,
            }


def bound_days(form: forms.Form, today: date) -> None:
    """Let a browser offer the days that a rule may have."""
    for name in set(DAYS) & set(form.fields):
        latest = today + timedelta(days=MOST_DAYS)
        form.fields[name].widget.attrs |= {"min": today.isoformat(), "max": latest.isoformat()}


@page(posts=True)
def rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a district's rules with how often each was wrong; write one, or take a step with one."""
    asker = asker_of(request)
    desk = desk_with_rules_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    today = day_in(desk.district.time_zone, asker.at)
    listed = rules_of(desk, user_id=asker.user_id, at=asker.at)
    propose = RuleForm(
        request,
        lambda given: rules.propose_rule(actor_id=asker.user_id, district_id=district_id, given=given, at=asker.at),
        desk,
        today,
    )
    step_forms = {one.rule_id: _step_forms(request, asker, one, today) for one in listed}
    of_page: list[AnyForm] = [propose, *(form for of_rule in step_forms.values() for form in of_rule.values())]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "heading": _("Rules of %(name)s") % {"name": desk.district.name},
        "district": desk.district,
        "rules": [(one, [step_forms[one.rule_id][step] for step in one.steps]) for one in listed],
        "rule_form": propose,
    }
    return show_page(request, "social_alerts/rules.html", context, of_page)


def _step_forms(
    request: HttpRequest, asker: Asker, rule: AlertRuleView, today: date
) -> dict[AlertRuleStep, RuleStepForm]:
    """Return the form of each step of a rule, also of those that its state does not allow: the act says why."""
    found = {"words": _("What you found")}
    asked = {
        AlertRuleStep.RENEW: StepAsked((*DAYS, "words"), (*DAYS, "words"), found),
        AlertRuleStep.REVIEW: StepAsked(("review_on", "words"), ("review_on", "words"), found),
    }
    renewed = {"expires_on": today + timedelta(days=MOST_DAYS), "review_on": today + NEXT_REVIEW}
    made = {
        one: StepForm(
            request,
            AlertRuleStepIn,
            partial(_take_step, asker, rule.rule_id),
            step=one,
            asked=asked.get(one, StepAsked()),
            machine=RULES,
            initial=renewed if one is AlertRuleStep.RENEW else {"review_on": rule.expires_on},
            fixed={"rule_id": str(rule.rule_id)},
        )
        for one in AlertRuleStep
    }
    for form in made.values():
        bound_days(form, today)
    return made


def _take_step(asker: Asker, rule_id: UUID, given: AlertRuleStepIn) -> object:
    return RULE_KIND.take_step(actor_id=asker.user_id, thing_id=rule_id, given=given, at=asker.at)


@page()
def report_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show the numbers of a year, or return them as CSV; that they were read is written down."""
    asker = asker_of(request)
    desk = desk_with_rules_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    this_year = day_in(desk.district.time_zone, asker.at).year
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 and text > "1999" else this_year
    report = report_of(desk, year)
    note_search(desk, {"year": str(year)}, user_id=asker.user_id, at=asker.at, door="report")
    if request.GET.get("as") == "csv":
        response = HttpResponse(csv_of(report), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="alerts-{year}.csv"'
        return response
    context = {
        "heading": _("Alerts of %(name)s in %(year)s") % {"name": desk.district.name, "year": year},
        "district": desk.district,
        "report": report,
        "dispositions": [(one.value, AlertDisposition(one).label) for one in AlertDisposition],
        "years": range(this_year, this_year - 5, -1),
    }
    return render(request, "social_alerts/report.html", context)
