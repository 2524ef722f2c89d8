"""The pages of assessments: the list, and one assessment. Plain forms; the map is an addition to them."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from mapping.assessments import acts, wire, words
from mapping.assessments.access import (
    assessment_for,
    assessments_for,
    findings_for,
    kept_sites,
    may_see_page,
    people_to_choose,
    swept_sites,
)
from mapping.assessments.audit import note_reads, reads_of
from mapping.assessments.models import Assessment
from mapping.assessments.pages.assessment_forms import FormMaker
from mapping.assessments.pages.given import redirect_anew, sent_act
from mapping.assessments.pages.one_assessment import assessment_context, sorted_risks
from mapping.assessments.rules.due import Due
from mapping.assessments.vocabulary import AssessmentDoor, AssessmentStanding, AssessmentState, SecurityStrategy
from mapping.assessments.work.checklists import checklists_of
from mapping.assessments.work.queries import assessment_lines, own_findings, view_of
from mapping.assessments.work.standing import site_standings, years_of
from mapping.models import Site
from mapping.sites.signed_in import user_id_of
from mou.access.fetch import kept_districts
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency

# Of more sites the page does not say how each stands.
MOST_SITES = 300
PLACE_OF_ACT = {
    "answer": "#checklist-title",
    "finding": "#findings-title",
    "add": "#team-title",
    "score": "#risks-title",
    "upgrade": "#upgrades-title",
    "upgrade_step": "#upgrades-title",
}


@page(posts=True)
def assessments_page(request: HttpRequest) -> HttpResponse:
    """List the assessments that the reader may read and what they have to mend; open one, bring a checklist."""
    user_id, at = user_id_of(request), timezone.now()
    if not may_see_page(user_id, at):
        raise Http404
    sites = kept_sites(user_id, at).order_by("name", "id")
    site = _chosen_site(request, sites)
    districts = Agency.objects.filter(pk__in=kept_districts(user_id, at)).order_by("name")
    opening = None if site is None else _opening_form(request, user_id, at, site)
    bring = _bring_form(request, user_id, at, districts) if districts else None
    of_page = [one for one in (opening, bring) if one is not None]
    if carry_out(request, of_page, words.refusal_sentence):
        made = opening.done if opening is not None and opening.is_bound else None
        return redirect_anew(reverse("assessments") if made is None else reverse("assessment", args=[made.pk]))
    context = {
        "lines": assessment_lines(assessments_for(user_id, at)),
        "mine": own_findings(findings_for(user_id, at), user_id=user_id, at=at),
        "sites": sites,
        "swept": swept_sites(user_id, at).order_by("name", "id")[:MOST_SITES],
        "stand": _sorted_standings(list(sites[:MOST_SITES]), at),
        "chosen": site,
        "opening_form": opening,
        "bring_form": bring,
    }
    return show_page(request, "assessments/assessments.html", context, of_page)


def _chosen_site(request: HttpRequest, sites: QuerySet[Site]) -> Site | None:
    try:
        return sites.filter(pk=UUID(request.GET.get("site", ""))).first()
    except ValueError:
        return None


def _opening_form(
    request: HttpRequest, user_id: int, at: datetime, site: Site
) -> ActForm[wire.AssessmentIn, Assessment]:
    listed = people_to_choose(site, at)
    return ActForm(
        request,
        "open",
        wire.AssessmentIn,
        partial(acts.open_assessment, user_id, at, site.pk),
        choices={
            "leader_id": [(one.user.public_id, f"{one.user.shown_name()} · {one.agency.name}") for one in listed],
            "checklist": [(one.key, one.name) for one in checklists_of(site.district_id).values()],
        },
        first=("leader_id", "leader_role"),
    )


def _bring_form(request: HttpRequest, user_id: int, at: datetime, districts: Iterable[Agency]) -> AnyForm:
    bring = partial(acts.bring_checklist_file, user_id, at)
    choices = {"district_id": [(one.pk, one.name) for one in districts]}
    return ActForm(request, "bring", wire.ChecklistFileIn, bring, choices=choices)


def _sorted_standings(sites: list[Site], at: datetime) -> list[tuple[Site, Due]]:
    """Return how the reader's sites stand, what is late first."""
    found = site_standings(sites, at)
    order = list(AssessmentStanding)
    return sorted(
        ((one, found[one.pk]) for one in sites), key=lambda pair: (order.index(pair[1].standing), pair[0].name)
    )


@page(posts=True)
def assessment_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show an assessment, which is written down; carry out what a form asks for."""
    user_id, at, language = user_id_of(request), timezone.now(), get_language() or "en"
    grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at)
    view = view_of(grant, at)
    maker = FormMaker(request, user_id, at, grant.assessment, language)
    of_page = maker.make_forms(view, sorted_risks(view, language))
    if carry_out(request, of_page.listed(), words.refusal_sentence):
        return redirect_anew(request.path + PLACE_OF_ACT.get(sent_act(of_page.listed()), ""))
    note_reads([assessment_id], user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    years = years_of(assessments_for(user_id, at), grant.assessment.site)
    context = {
        **assessment_context(view, grant.assessment.site, years, language=language),
        "states": AssessmentState.labels(),
        "strategies": SecurityStrategy.labels(),
        "step_hints": words.step_hints(),
        "doors": AssessmentDoor.labels(),
        "act_words": words.act_words(),
        "reads": reads_of(assessment_id),
        "forms": of_page,
        # What was refused is not hidden in a part that is closed.
        "open_layer": next((one.layer for one in view.answers if of_page.answers[one.line].is_refused), None),
    }
    return show_page(request, "assessments/assessment.html", context, of_page.listed())
