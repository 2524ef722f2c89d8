"""The page of a plan: read it, agree to it, lay it before the team, adopt it; its checks, changes and files."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from pydantic import BaseModel

from coordination.drills.evaluation.pages import refusal_sentence
from coordination.emergency_plans import acts
from coordination.emergency_plans.access import PlanGrant, plan_for
from coordination.emergency_plans.rules.checks import PlanFinding
from coordination.emergency_plans.rules.given import ConsentIn
from coordination.emergency_plans.vocabulary import EmergencyPlanStep, PlanFindingKind
from coordination.emergency_plans.wire import EmergencyPlanView
from coordination.emergency_plans.work.checks import plan_findings
from coordination.emergency_plans.work.comparing import compare_versions
from coordination.emergency_plans.work.papers import plan_json, plan_paper
from coordination.emergency_plans.work.queries import plan_view
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import MouError, PaperNotDrawn
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page

STEPS: dict[EmergencyPlanStep, tuple[type[BaseModel], Callable[..., object]]] = {
    EmergencyPlanStep.SUBMIT: (NothingGiven, acts.submit_plan),
    EmergencyPlanStep.TAKE_BACK: (NothingGiven, acts.take_back),
    EmergencyPlanStep.ADOPT: (ConsentIn, acts.adopt_plan),
}
K = PlanFindingKind
# Pages of the site where it is mended.
OF_SITE = {
    K.NOT_DRILLED: "school_drills",
    K.ROOM_WITHOUT_OPTION: "room_options",
    K.ROOMS_NOT_WALKED: "room_options",
}
OF_TEAM = frozenset({K.DISCIPLINE_MISSING, K.MEMBER_LEFT})
OF_FACTS = frozenset({K.PERSON_LEFT, K.ROLE_OPEN, K.DEPUTY_MISSING, K.PLACE_GONE, K.PLACE_MISSING})
OF_SECTIONS = frozenset({K.SECTION_EMPTY, K.BLANK_LEFT})


@page(posts=True)
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show a version of a plan, and what is next with it."""
    asker = asker_of(request)
    grant = plan_for(user_id=asker.user_id, plan_id=plan_id, at=asker.at)
    view = plan_view(grant, read_number(request.GET, "number"), asker.at)
    text = {"text_sha256": view.text_sha256}
    agree = _make_form(request, "agree", ConsentIn, partial(acts.agree_to_plan, asker, plan_id), text)
    begin = _make_form(request, "begin", NothingGiven, partial(acts.begin_version, asker, plan_id), {})
    steps = {
        step.value: _make_form(request, step.value, model, partial(act, asker, plan_id), text)
        for step, (model, act) in STEPS.items()
    }
    forms = [agree, begin, *steps.values()]
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(request.path)
    findings = _findings_of(grant, asker)
    context = {
        "grant": grant,
        "view": view,
        "plan": view.document,
        "agree": agree,
        "begin": begin,
        "steps": [(steps[step.value], step.label, step is EmergencyPlanStep.ADOPT) for step in view.steps],
        "findings": findings,
        "open_remarks": sum(one.state == "open" for one in view.remarks),
    }
    return show_page(request, "emergency_plans/plan.html", context, forms)


def _make_form(
    request: HttpRequest, name: str, model: type[BaseModel], act: Callable[..., object], initial: dict[str, str]
) -> AnyForm:
    form: AnyForm = ActForm(request, name, model, act, initial=initial)
    return form


@page()
def checks_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what the plan's check of itself found, each with where it is mended; for keepers."""
    asker = asker_of(request)
    grant = plan_for(user_id=asker.user_id, plan_id=plan_id, at=asker.at)
    if not grant.is_keeper:
        raise Http404
    view = plan_view(grant, None, asker.at)
    found = [(one, _address_to_mend(one, view)) for one in _findings_of(grant, asker) or []]
    return show_page(request, "emergency_plans/checks.html", {"view": view, "plan": view.document, "found": found})


def _findings_of(grant: PlanGrant, asker: Asker) -> list[PlanFinding] | None:
    """Return what the check finds; none: the reader does not keep the plan."""
    if not grant.is_keeper:
        return None
    return plan_findings([grant.plan], reader_id=asker.user_id, at=asker.at)[grant.plan.pk]


def _address_to_mend(one: PlanFinding, view: EmergencyPlanView) -> str:
    """Return where a thing is mended."""
    plan = reverse("emergency_plan", args=[view.plan_id])
    if one.kind is K.ACTION_OPEN:
        return reverse("corrective_action", args=[one.action_id])
    if one.kind is K.ASSESSMENT_FOUND:
        return reverse("assessments")
    if one.kind in OF_SITE and view.site_id is not None:
        return reverse(OF_SITE[one.kind], args=[view.site_id])
    if one.kind in OF_TEAM:
        return reverse("emergency_plan_team", args=[view.plan_id])
    # What is fixed is mended in the next version, which begins on the plan's page.
    if not view.may_write:
        return plan
    if one.kind in OF_FACTS:
        return reverse("emergency_plan_facts", args=[view.plan_id])
    if one.kind in OF_SECTIONS:
        return reverse("emergency_plan_section", args=[view.plan_id, one.section_key])
    return plan


@page()
def changes_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what changed from one version to another, word by word."""
    asker = asker_of(request)
    grant = plan_for(user_id=asker.user_id, plan_id=plan_id, at=asker.at)
    view = plan_view(grant, None, asker.at)
    after = read_number(request.GET, "after") or view.document.number
    before = read_number(request.GET, "before") or after - 1
    redline = compare_versions(grant, before, after)
    context = {"view": view, "plan": view.document, "redline": redline}
    return show_page(request, "emergency_plans/changes.html", context)


# --- files ------------------------------------------------------------------------------------------------------------
@page()
def plan_file(request: HttpRequest, plan_id: UUID, form: str) -> HttpResponse:
    """Hand the plan out as a PDF or as JSON."""
    asker, number = asker_of(request), read_number(request.GET, "number")
    make, kind = (plan_paper, "application/pdf") if form == "pdf" else (plan_json, "application/json")
    try:
        content = make(user_id=asker.user_id, plan_id=plan_id, number=number, at=asker.at)
    except MouError:
        text = PaperNotDrawn().sentence_or("")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="emergency-plan.{form}"'
    return response


def read_number(asked: QueryDict, name: str) -> int | None:
    """Return the number of a version that the address names; 0, which no version has, for what is none."""
    text = asked.get(name, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
