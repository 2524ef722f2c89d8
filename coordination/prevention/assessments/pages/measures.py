"""The page of protective measures: what is there by layer and tier, and what lacks until the tier that was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.prevention.assessments import acts, wire, words
from coordination.web.posted import redirect_anew
from mapping.assessments.access import assessment_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.plan_print.made import upgrade_plan_pdf
from mapping.assessments.rules.measures import TIERS, LayerStanding
from mapping.assessments.vocabulary import AssessmentDoor, MeasureState, PassComponent, PassLayer
from mapping.assessments.work.measures import InventoryView, MeasureView, inventory_of
from mapping.sites.signed_in import user_id_of
from mou.errors import PaperNotDrawn, PrintUnderWay
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.fields import field_of_known
from mou.foundation.forms.page import page
from mou.foundation.forms.rows import Known


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
    form: AnyForm


@page(posts=True)
def measures_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show the inventory of an assessment, which is written down; carry out what a form asks for."""
    user_id, at = user_id_of(request), timezone.now()
    grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at)
    view = inventory_of(grant.assessment, may_write=grant.may_write)
    layers = _layer_lines(request, user_id, at, view)
    tier = ActForm(
        request,
        "tier",
        wire.TierIn,
        partial(acts.choose_tier, user_id, at, assessment_id),
        choices={"tier": [(one, str(one)) for one in TIERS]},
        initial={"tier": view.target_tier},
    )
    of_page = [tier, *(one.form for one in layers)]
    if carry_out(request, of_page, words.refusal_sentence):
        return redirect_anew(request.path)
    ASSESSMENT_READS.note_reads([assessment_id], user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    lines = {line.key: (layer.name, line) for layer in layers for line in layer.lines}
    context = {
        "view": view,
        "school_year": grant.assessment.school_year,
        "layers": layers,
        "gaps": [lines[one] for one in view.gaps],
        "tiers": TIERS,
        "may_decide": grant.may_decide and view.may_write,
        "tier_form": tier,
    }
    return show_page(request, "assessments/measures.html", context, of_page)


@page()
def plan_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Print the upgrade plan of an assessment, which is written down."""
    try:
        made = upgrade_plan_pdf(user_id=user_id_of(request), assessment_id=assessment_id, at=timezone.now())
    except (PaperNotDrawn, PrintUnderWay):
        text = _("The plan could not be printed just now. Try again in a minute.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="upgrade-plan.pdf"'
    return response


def _layer_lines(request: HttpRequest, user_id: int, at: datetime, view: InventoryView) -> list[LayerLines]:
    names, components, language = PassLayer.labels(), PassComponent.labels(), get_language() or "en"
    found = []
    for one in view.layers:
        here = [measure for measure in view.measures if measure.layer is one.layer]
        lines = [_measure_line(measure, components, language) for measure in here]
        tiers = [(tier, one.there[tier], one.measures[tier], tier <= view.target_tier) for tier in TIERS]
        form = ActForm(
            request,
            "say",
            wire.LayerMeasuresIn,
            partial(acts.say_layer, user_id, at, view.assessment_id),
            fixed={"layer": one.layer.value},
            own_fields={"measures": _measures_field(lines)},
        )
        found.append(LayerLines(names[one.layer], one, tiers, lines, form))
    return found


def _measures_field(lines: Sequence[MeasureLine]) -> Field:
    known = [
        Known(
            " · ".join((_("Tier %(n)s") % {"n": one.tier}, one.words, one.component)),
            {"measure": one.key, "state": one.state.value if one.state else "", "note": one.note},
        )
        for one in lines
    ]
    return field_of_known(wire.LayerMeasuresIn.model_fields["measures"], known)


def _measure_line(one: MeasureView, components: dict[str, str], language: str) -> MeasureLine:
    text = one.es if language.startswith("es") else one.en
    return MeasureLine(one.measure, one.tier, components[one.component], text, one.state, one.note)
