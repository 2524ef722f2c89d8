"""The page of one finding: where it is, its photo, who mends it until when, and whether responders see it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mapping.assessments import words
from mapping.assessments.access import FindingGrant, finding_for
from mapping.assessments.audit import reads_of
from mapping.assessments.errors import AssessmentFindingNotFound, BadAssessment
from mapping.assessments.pages.assessments import carry_out_form, see_other
from mapping.assessments.pages.one_assessment import mending_context, place_context
from mapping.assessments.pages.posted import mending_in, place_in
from mapping.assessments.vocabulary import (
    AssessmentDoor,
    CostBand,
    FindingKind,
    FindingState,
    FindingStep,
    OnPlan,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.wire import SiteFindingStepIn
from mapping.assessments.work.findings import add_finding_photo, change_finding, take_finding_step
from mapping.assessments.work.on_plan import draw_on_plan, take_off_plan
from mapping.assessments.work.queries import opened_finding
from mapping.sites.signed_in import user_id_of

type Act = Callable[[int, UUID, HttpRequest, datetime], object]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def finding_page(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Show a finding, which is written down; carry out what a form asks for."""
    user_id, at = user_id_of(request), timezone.now()
    problem = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem, _none = carry_out_form(lambda: act(user_id, finding_id, request, at))
        if not problem:
            return see_other(reverse("site_finding", args=[finding_id]))
    try:
        grant = finding_for(user_id=user_id, finding_id=finding_id, at=at)
    except AssessmentFindingNotFound as missing:
        raise Http404 from missing
    context = {**_page_context(grant, user_id, at), "problem": problem, "typed": request.POST if problem else {}}
    return render(request, "assessments/finding.html", context, status=422 if problem else 200)


def _page_context(grant: FindingGrant, user_id: int, at: datetime) -> dict[str, object]:
    file = opened_finding(grant, user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    view, finding = file.finding, grant.finding
    kind = FindingKind(view.kind).label
    return {
        "one": view,
        "records": file.records,
        "reads": reads_of(view.finding_id),
        "may_write": grant.may_write,
        "may_draw": grant.is_keeper,
        "may_add_photo": grant.may_write or grant.is_owner,
        "time_zone": finding.site.time_zone,
        "kind_words": kind,
        # What responders would read, to begin with.
        "label": f"{view.place}: {kind}" if view.place else kind,
        "shows_assessment": finding.assessment_id is not None and (grant.may_write),
        **place_context(finding.site, [view]),
        **(mending_context(finding.site, finding.assessment, at) if grant.may_write else {}),
        "layers": SecurityLayer.labels(),
        "strategies": SecurityStrategy.labels(),
        "finding_states": FindingState.labels(),
        "finding_steps": FindingStep.labels(),
        "costs": CostBand.labels(),
        "on_plan_words": OnPlan.labels(),
        "doors": AssessmentDoor.labels(),
        "act_words": words.act_words(),
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _post_step(user_id: int, finding_id: UUID, request: HttpRequest, at: datetime) -> None:
    posted = request.POST
    given = SiteFindingStepIn.model_validate({"step": posted.get("step"), "words": posted.get("words", "")})
    take_finding_step(actor_id=user_id, finding_id=finding_id, step=given.step, words=given.words, at=at)


def _post_place(user_id: int, finding_id: UUID, request: HttpRequest, at: datetime) -> None:
    site = finding_for(user_id=user_id, finding_id=finding_id, at=at).finding.site
    place = place_in(request.POST, site).given()
    change_finding(actor_id=user_id, finding_id=finding_id, place=place, mending=None, at=at)


def _post_mending(user_id: int, finding_id: UUID, request: HttpRequest, at: datetime) -> None:
    mending = mending_in(request.POST).given()
    change_finding(actor_id=user_id, finding_id=finding_id, place=None, mending=mending, at=at)


def _post_photo(user_id: int, finding_id: UUID, request: HttpRequest, at: datetime) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise BadAssessment(pointer="/file")
    add_finding_photo(actor_id=user_id, finding_id=finding_id, chunks=file.chunks(), at=at)


def _post_drawing(user_id: int, finding_id: UUID, request: HttpRequest, at: datetime) -> None:
    draw_on_plan(actor_id=user_id, finding_id=finding_id, label=request.POST.get("label", ""), at=at)


def _post_erasure(user_id: int, finding_id: UUID, _request: HttpRequest, at: datetime) -> None:
    take_off_plan(actor_id=user_id, finding_id=finding_id, at=at)


ACTS: dict[str, Act] = {
    "step": _post_step,
    "place": _post_place,
    "mend": _post_mending,
    "photo": _post_photo,
    "draw": _post_drawing,
    "erase": _post_erasure,
}
