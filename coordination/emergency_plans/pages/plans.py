"""The list of emergency operations plans, and where one is begun."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.evaluation.pages import refusal_sentence
from coordination.drills.requirements.access import district_for, keeps_district
from coordination.emergency_plans import acts
from coordination.emergency_plans.access import kept_sites, sees_plans
from coordination.emergency_plans.models import EmergencyPlan
from coordination.emergency_plans.rules.given import PlanBegunIn, PlanRules
from coordination.emergency_plans.tables import PLANS
from coordination.emergency_plans.work.queries import plan_lines
from coordination.emergency_plans.work.rules import rules_of
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.fetch import kept_districts
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

type Begun = tuple[str, AnyForm]


@page(posts=True)
def plans_page(request: HttpRequest) -> HttpResponse:
    """List the plans that the reader reads; begin one of a district or school that they keep."""
    asker = asker_of(request)
    if not sees_plans(asker.user_id, asker.at):
        raise Http404
    districts = list(Agency.objects.filter(pk__in=kept_districts(asker.user_id, asker.at)).order_by("name", "pk"))
    begun = _begin_forms(request, asker, districts)
    forms = [form for _name, form in begun]
    if carry_out(request, forms, refusal_sentence):
        made = next(form.done for form in forms if form.is_bound)
        return redirect_anew(reverse("emergency_plan", args=[made.pk]))
    plans = ShownTable(request, PLANS, plan_lines(asker.user_id, asker.at))
    context = {"plans": plans, "begun": begun, "districts": districts}
    return show_tables(request, "emergency_plans/plans.html", context, [plans], forms)


def _begin_forms(request: HttpRequest, asker: Asker, districts: list[Agency]) -> list[Begun]:
    """Return what begins a plan where there is none: of each district and site that the reader keeps."""
    sites = list(kept_sites(asker.user_id, asker.at))
    there = EmergencyPlan.objects.filter(site__in=sites).values_list("site_id", flat=True)
    of_districts = EmergencyPlan.objects.filter(site__isnull=True, district__in=districts)
    with_site, with_own = set(there), set(of_districts.values_list("district_id", flat=True))
    own = _("{district}: the district's own plan")
    missing = [one for one in districts if one.pk not in with_own]
    found: list[tuple[str, UUID, UUID | None]] = [(own.format(district=one.name), one.pk, None) for one in missing]
    found += [(one.name, one.district_id, one.pk) for one in sites if one.pk not in with_site]
    act = partial(acts.begin_plan, asker)
    return [(name, _begin_form(request, act, district_id, site_id)) for name, district_id, site_id in found]


def _begin_form(request: HttpRequest, act: Callable[..., object], district_id: UUID, site_id: UUID | None) -> AnyForm:
    fixed = {"district_id": str(district_id), **({"site_id": str(site_id)} if site_id else {})}
    form: AnyForm = ActForm(request, "begin" if site_id else "begin_district", PlanBegunIn, act, fixed=fixed)
    return form


@page(posts=True)
def rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what a district asks of its plans; set it."""
    asker = asker_of(request)
    district = district_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    now = rules_of(district.pk)
    form: AnyForm = ActForm(
        request,
        "rules",
        PlanRules,
        partial(acts.set_rules, asker, district.pk),
        initial={name: getattr(now, name) for name in PlanRules.model_fields},
    )
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(reverse("emergency_plans"))
    context = {
        "district": district,
        "form": form,
        "rules": now,
        "keeps": keeps_district(asker.user_id, district.pk, asker.at),
    }
    return show_page(request, "emergency_plans/rules.html", context, [form])
