"""The pages of assessments: the list, and one assessment. Plain forms; the map is an addition to them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from mapping.assessments import words
from mapping.assessments.access import (
    assessment_for,
    assessments_for,
    findings_for,
    kept_sites,
    may_see_page,
    people_to_choose,
    swept_sites,
)
from mapping.assessments.audit import reads_of
from mapping.assessments.errors import AssessmentNotFound, BadAssessment
from mapping.assessments.pages.one_assessment import assessment_context
from mapping.assessments.pages.posted import finding_in, score_in, upgrade_in, uuid_in
from mapping.assessments.rules.due import Due
from mapping.assessments.vocabulary import (
    AssessmentDoor,
    AssessmentRole,
    AssessmentStanding,
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    FindingKind,
    FindingState,
    OnPlan,
    RiskBand,
    SecurityLayer,
    SecurityStrategy,
    UpgradeState,
    UpgradeStep,
)
from mapping.assessments.wire import AssessmentAnswerIn, AssessmentStepIn, UpgradeStepIn
from mapping.assessments.work import opening
from mapping.assessments.work.checklists import bring_checklist, checklists_of
from mapping.assessments.work.findings import write_finding
from mapping.assessments.work.queries import assessment_lines, noted_view_of, own_findings
from mapping.assessments.work.rating import score_scenario
from mapping.assessments.work.standing import site_standings, years_of
from mapping.assessments.work.steps import answer_line, take_step
from mapping.assessments.work.upgrades import propose_upgrade, take_upgrade_step
from mapping.errors import MappingError
from mapping.models import Site
from mapping.sites.signed_in import user_id_of
from mou.access.fetch import kept_districts
from mou.models import Agency

# Of more sites the page does not say how each stands.
MOST_SITES = 300
type Act = Callable[[int, UUID, QueryDict, datetime], None]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def assessments_page(request: HttpRequest) -> HttpResponse:
    """List the assessments that the reader may read and what they have to mend; open one, bring a checklist."""
    user_id, at = user_id_of(request), timezone.now()
    if not may_see_page(user_id, at):
        raise Http404
    problem = ""
    if request.method == "POST":
        act = LIST_ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem, address = carry_out_form(lambda: act(user_id, request.POST, request, at))
        if not problem:
            return see_other(address)
    sites = kept_sites(user_id, at).order_by("name", "id")
    site = sites.filter(pk=uuid_in(request.GET, "site")).first()
    context = {
        "lines": assessment_lines(assessments_for(user_id, at)),
        "mine": own_findings(findings_for(user_id, at), user_id=user_id, at=at),
        "sites": sites,
        "swept": swept_sites(user_id, at).order_by("name", "id")[:MOST_SITES],
        "stand": _sorted_standings(list(sites[:MOST_SITES]), at),
        "standing_words": AssessmentStanding.labels(),
        "chosen": site,
        "districts": Agency.objects.filter(pk__in=kept_districts(user_id, at)).order_by("name"),
        "problem": problem,
        **(_opening_choices(site, at) if site is not None else {}),
        **_label_lists(),
    }
    return render(request, "assessments/assessments.html", context, status=422 if problem else 200)


def _sorted_standings(sites: list[Site], at: datetime) -> list[tuple[Site, Due]]:
    """Return how the reader's sites stand, what is late first."""
    found = site_standings(sites, at)
    order = list(AssessmentStanding)
    return sorted(
        ((one, found[one.pk]) for one in sites), key=lambda pair: (order.index(pair[1].standing), pair[0].name)
    )


def _opening_choices(site: Site, at: datetime) -> dict[str, object]:
    return {"people": people_to_choose(site, at), "checklists": checklists_of(site.district_id).values()}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def assessment_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show an assessment, which is written down; carry out what a form asks for."""
    user_id, at = user_id_of(request), timezone.now()
    problem = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem, _none = carry_out_form(lambda: act(user_id, assessment_id, request.POST, at))
        if not problem:
            return see_other(reverse("assessment", args=[assessment_id]) + PLACE_OF_ACT.get(request.POST["act"], ""))
    try:
        grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at)
    except AssessmentNotFound as missing:
        raise Http404 from missing
    view = noted_view_of(grant, user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    years = years_of(assessments_for(user_id, at), grant.assessment.site)
    context = {
        **assessment_context(view, grant.assessment, years, at, language=get_language() or "en"),
        **_label_lists(),
        "reads": reads_of(view.assessment_id),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "assessments/assessment.html", context, status=422 if problem else 200)


def carry_out_form[Result](act: Callable[[], Result]) -> tuple[str, Result | str]:
    """Carry a form out; return what stood in the way, or what it came to.

    Raises: Http404: it is about nothing that the asker knows of.
    """
    try:
        return "", act()
    except MappingError as error:
        if error.status == 404:
            raise Http404 from error
        return words.refusal_words(error), ""
    except ValidationError:
        return words.refusal_words(BadAssessment()), ""


def see_other(address: object) -> HttpResponse:
    """Return a redirect that is read with GET."""
    response = HttpResponseRedirect(str(address))
    response.status_code = 303
    return response


def _label_lists() -> dict[str, object]:
    return {
        "states": AssessmentState.labels(),
        "step_words": AssessmentStep.labels(),
        "step_hints": words.step_hints(),
        "roles": AssessmentRole.labels(),
        "layers": SecurityLayer.labels(),
        "strategies": SecurityStrategy.labels(),
        "answer_words": ChecklistAnswer.labels(),
        "finding_kinds": FindingKind.labels(),
        "finding_states": FindingState.labels(),
        "costs": CostBand.labels(),
        "bands": RiskBand.labels(),
        "upgrade_states": UpgradeState.labels(),
        "upgrade_steps": UpgradeStep.labels(),
        "scale": range(1, 6),
        "on_plan_words": OnPlan.labels(),
        "doors": AssessmentDoor.labels(),
        "act_words": words.act_words(),
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _role_in(posted: QueryDict) -> AssessmentRole:
    try:
        return AssessmentRole(posted.get("role", ""))
    except ValueError as nonsense:
        raise BadAssessment(pointer="/role") from nonsense


def _post_opening(user_id: int, posted: QueryDict, _request: HttpRequest, at: datetime) -> str:
    made = opening.open_assessment(
        actor_id=user_id,
        site_id=uuid_in(posted, "site_id"),
        checklist_key=posted.get("checklist", ""),
        leader=opening.LeaderGiven(uuid_in(posted, "person_id"), _role_in(posted)),
        at=at,
    )
    return reverse("assessment", args=[made.pk])


def _post_checklist(user_id: int, posted: QueryDict, request: HttpRequest, at: datetime) -> str:
    file = request.FILES.get("file")
    try:
        text = "" if file is None or (file.size or 0) > 256 * 1024 else file.read().decode()
    except UnicodeDecodeError:
        text = ""
    bring_checklist(actor_id=user_id, district_id=uuid_in(posted, "district_id"), toml=text, at=at)
    return reverse("assessments")


def _post_step(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    given = AssessmentStepIn.model_validate({"step": posted.get("step"), "words": posted.get("words", "")})
    take_step(actor_id=user_id, assessment_id=assessment_id, step=given.step, words=given.words, at=at)


def _post_member(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    opening.add_to_team(
        actor_id=user_id,
        assessment_id=assessment_id,
        person_id=uuid_in(posted, "person_id"),
        role=_role_in(posted),
        is_leader=posted.get("is_leader") == "yes",
        at=at,
    )


def _post_removal(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    opening.take_from_team(actor_id=user_id, assessment_id=assessment_id, person_id=uuid_in(posted, "person_id"), at=at)


def _post_answer(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    given = AssessmentAnswerIn.model_validate({"answer": posted.get("answer"), "note": posted.get("note", "")})
    answer_line(
        actor_id=user_id,
        assessment_id=assessment_id,
        line=posted.get("line", ""),
        answer=given.answer,
        note=given.note,
        at=at,
    )


def _post_finding(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    site = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at).assessment.site
    write_finding(actor_id=user_id, assessment_id=assessment_id, given=finding_in(posted, site).given(), at=at)


def _post_score(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    score_scenario(
        actor_id=user_id,
        assessment_id=assessment_id,
        scenario=posted.get("scenario", ""),
        given=score_in(posted).given(),
        at=at,
    )


def _post_upgrade(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    propose_upgrade(actor_id=user_id, assessment_id=assessment_id, given=upgrade_in(posted).given(), at=at)


def _upgrade_step(user_id: int, _assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    given = UpgradeStepIn.model_validate({"step": posted.get("step"), "words": posted.get("words", "")})
    upgrade_id = uuid_in(posted, "upgrade_id")
    take_upgrade_step(actor_id=user_id, upgrade_id=upgrade_id, step=given.step, words=given.words, at=at)


LIST_ACTS: dict[str, Callable[[int, QueryDict, HttpRequest, datetime], str]] = {
    "open": _post_opening,
    "bring": _post_checklist,
}
ACTS: dict[str, Act] = {
    "step": _post_step,
    "add": _post_member,
    "remove": _post_removal,
    "answer": _post_answer,
    "finding": _post_finding,
    "score": _post_score,
    "upgrade": _post_upgrade,
    "upgrade_step": _upgrade_step,
}
PLACE_OF_ACT = {
    "answer": "#checklist-title",
    "finding": "#findings-title",
    "add": "#team-title",
    "score": "#risks-title",
    "upgrade": "#upgrades-title",
    "upgrade_step": "#upgrades-title",
}
