"""The page of protective measures: what is there by layer and tier, and what lacks until the tier that was chosen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mapping.assessments.access import assessment_for
from mapping.assessments.audit import note_reads
from mapping.assessments.errors import AssessmentNotFound
from mapping.assessments.pages.assessments import Act, carry_out_form, see_other
from mapping.assessments.plan_print.made import upgrade_plan_pdf
from mapping.assessments.rules.measures import TIERS, LayerStanding
from mapping.assessments.vocabulary import AssessmentDoor, MeasureState, PassComponent, PassLayer
from mapping.assessments.wire import MeasureIn, TierIn
from mapping.assessments.work.measures import InventoryView, MeasureView, choose_tier, inventory_of, say_measures
from mapping.sites.signed_in import user_id_of
from mou.errors import PaperNotDrawn, PrintUnderWay


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in the reader's language."""

    key: str
    tier: int
    component: str
    words: str
    state: MeasureState | None
    note: str


@dataclass(frozen=True, slots=True)
class LayerLines:
    """A layer with its measures. `tiers`: of each tier how many are there, how many there are, whether it is wanted."""

    name: str
    standing: LayerStanding
    tiers: list[tuple[int, int, int, bool]]
    lines: list[MeasureLine]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def measures_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show the inventory of an assessment, which is written down; carry out what a form asks for."""
    user_id, at = user_id_of(request), timezone.now()
    problem = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem, _nothing = carry_out_form(lambda: act(user_id, assessment_id, request.POST, at))
        if not problem:
            return see_other(reverse("protective_measures", args=[assessment_id]))
    try:
        grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at)
    except AssessmentNotFound as missing:
        raise Http404 from missing
    note_reads([assessment_id], user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    view = inventory_of(grant.assessment, may_write=grant.may_write)
    layers = _layer_lines(view, get_language() or "en")
    lines = {line.key: (layer.name, line) for layer in layers for line in layer.lines}
    context = {
        "view": view,
        "school_year": grant.assessment.school_year,
        "layers": layers,
        "gaps": [lines[one] for one in view.gaps],
        "tiers": TIERS,
        "may_decide": grant.may_decide and view.may_write,
        "states": MeasureState.labels(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "assessments/measures.html", context, status=422 if problem else 200)


@require_safe
@never_cache
@login_required
def plan_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Print the upgrade plan of an assessment, which is written down."""
    try:
        made = upgrade_plan_pdf(user_id=user_id_of(request), assessment_id=assessment_id, at=timezone.now())
    except AssessmentNotFound as missing:
        raise Http404 from missing
    except (PaperNotDrawn, PrintUnderWay):
        text = _("The plan could not be printed just now. Try again in a minute.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="upgrade-plan.pdf"'
    return response


def _layer_lines(view: InventoryView, language: str) -> list[LayerLines]:
    names, components = PassLayer.labels(), PassComponent.labels()
    return [
        LayerLines(
            names[one.layer],
            one,
            [(tier, one.there[tier], one.measures[tier], tier <= view.target_tier) for tier in TIERS],
            [_measure_line(measure, components, language) for measure in view.measures if measure.layer is one.layer],
        )
        for one in view.layers
    ]


def _measure_line(one: MeasureView, components: dict[str, str], language: str) -> MeasureLine:
    text = one.es if language.startswith("es") else one.en
    return MeasureLine(one.measure, one.tier, components[one.component], text, one.state, one.note)


def _post_states(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    """Write down those lines of a layer's form that say something."""
    rows = zip(posted.getlist("measure"), posted.getlist("state"), posted.getlist("note"), strict=False)
    given = [
        MeasureIn.model_validate({"measure": key, "state": state, "note": note}).given()
        for key, state, note in rows
        if state
    ]
    say_measures(actor_id=user_id, assessment_id=assessment_id, given=given, at=at)


def _post_tier(user_id: int, assessment_id: UUID, posted: QueryDict, at: datetime) -> None:
    tier = TierIn.model_validate({"tier": posted.get("tier", "")}).tier
    choose_tier(actor_id=user_id, assessment_id=assessment_id, tier=tier, at=at)


ACTS: dict[str, Act] = {"say": _post_states, "tier": _post_tier}
