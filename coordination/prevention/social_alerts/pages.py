"""The reviewers' pages: the queue with its search, and an alert. Plain forms: no script."""

import re
from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.casework.step_forms import StepAsked, StepForm
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.social_alerts import words
from coordination.prevention.social_alerts.access import (
    ALERT_DESKS,
    alert_for,
    alerts_for,
    desks_with_rules_for,
    may_see_page,
)
from coordination.prevention.social_alerts.audit import ALERT_READS, searches_of
from coordination.prevention.social_alerts.rules.given import AUTHOR_PATTERN, AlertIncidentIn, AlertStepIn, AlertsWanted
from coordination.prevention.social_alerts.rules.machine import ALERTS
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertStep
from coordination.prevention.social_alerts.work import steps
from coordination.prevention.social_alerts.work.incidents import open_from_alert
from coordination.prevention.social_alerts.work.queries import (
    AlertSearch,
    alert_lines,
    opened_alert,
    search_alerts,
    sites_of,
)
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.models import Site
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.fields import Choices, field_of
from mou.foundation.forms.page import page

SEARCHED = ("site_id", "disposition", "author", "since", "until")


@page()
def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's alerts, or what a search finds, and what the reader keeps."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    alerts, desks = alerts_for(asker.user_id, asker.at), list(ALERT_DESKS.teams_of(asker.user_id, asker.at))
    # An officer is told of what a reviewer has decided, and of nothing else.
    decided = request.GET.get("decided") == "yes" or not desks
    sites = sites_of(desks)
    search = SearchForm(request.GET, sites)
    wanted = search.wanted()
    found = (
        search_alerts(alerts, wanted, user_id=asker.user_id, at=asker.at)
        if wanted.asked()
        else alert_lines(alerts, is_open=not decided)
    )
    context = {
        "lines": found,
        "decided": decided,
        "is_search": bool(wanted.asked()),
        "search_form": search,
        "reviews": bool(desks),
        "at": asker.at,
        "searches": [
            (one.user.shown_name(), one.at, ", ".join(f"{name}: {value}" for name, value in one.asked.items()))
            for desk in desks
            for one in searches_of(desk)[:10]
        ],
        "kept": ALERT_DESKS.agencies_administered_by(asker.user_id, asker.at).order_by("name"),
        "with_rules": desks_with_rules_for(asker.user_id, asker.at).order_by("district__name"),
    }
    return render(request, "social_alerts/queue.html", context)


class SearchForm(forms.Form):
    """A search, which stands in the page's address. What is nonsense is said at its field, and not asked for."""

    def __init__(self, asked: QueryDict, sites: Iterable[Site]) -> None:
        """Make it, for the sites that a reader reviews."""
        super().__init__(asked, auto_id="search-%s")
        listed: dict[str, Choices] = {
            "site_id": [("", _("Any")), *((one.pk, one.name) for one in sites)],
            "disposition": [("", _("Any")), *AlertDisposition.labels().items()],
        }
        for name in SEARCHED:
            self.fields[name] = field_of(AlertsWanted.model_fields[name], listed.get(name))

    def clean_author(self) -> str:
        """Return a pseudonym as it is stored."""
        typed: str = self.cleaned_data["author"].upper()
        if re.fullmatch(AUTHOR_PATTERN, typed) is None:
            raise forms.ValidationError(RegexValidator.message, code="invalid")
        return typed

    def wanted(self) -> AlertSearch:
        """Return what is searched for."""
        self.full_clean()
        return AlertSearch(**{name: value for name, value in self.cleaned_data.items() if value})


@page(posts=True)
def alert_page(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Show an alert, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    grant = alert_for(user_id=asker.user_id, alert_id=alert_id, at=asker.at)
    step_forms = _step_forms(request, asker, alert_id)
    incident = ActForm(
        request, "incident", AlertIncidentIn, lambda given: open_from_alert(asker=asker, alert_id=alert_id, given=given)
    )
    of_page: list[AnyForm] = [*step_forms.values(), incident]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    if request.method == "POST":
        # What stood in the way may be what someone else has done meanwhile.
        grant = alert_for(user_id=asker.user_id, alert_id=alert_id, at=asker.at)
    view = opened_alert(grant, user_id=asker.user_id, at=asker.at, door="page")
    context = {
        "alert": view,
        "steps": [step_forms[one] for one in view.steps],
        "incident_form": incident if AlertStep.DECIDE in view.steps else None,
        "reads": ALERT_READS.reads_of(alert_id) if grant.decides else [],
        "doors": words.door_words(),
    }
    return show_page(request, "social_alerts/alert.html", context, of_page)


def _step_forms(request: HttpRequest, asker: Asker, alert_id: UUID) -> dict[AlertStep, StepForm[AlertStepIn]]:
    """Return the form of each step, also of those that the state does not allow: the act says why."""
    decision = StepAsked(("disposition", "words", "category", "is_now"), ("disposition",))
    choices: dict[str, Choices] = {
        "disposition": words.choice_words().items(),
        "category": [("", _("Only for a tip")), *TipCategory.labels().items()],
    }

    def take(given: AlertStepIn) -> object:
        return steps.take_alert_step(actor_id=asker.user_id, alert_id=alert_id, given=given, at=asker.at)

    return {
        one: StepForm(
            request,
            AlertStepIn,
            take,
            step=one,
            asked=decision if one is AlertStep.DECIDE else StepAsked(()),
            machine=ALERTS,
            choices=choices,
        )
        for one in AlertStep
    }
