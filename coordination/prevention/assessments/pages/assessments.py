"""The page that lists assessments, what its reader has to mend, and how sites stand."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from coordination.casework.kinds.kind import MOST_LISTED
from coordination.prevention.assessments import acts, wire, words
from coordination.prevention.assessments.pages.findings import FINDING_FACES
from coordination.prevention.assessments.pages.one_assessment import ASSESSMENT_FACES
from coordination.prevention.assessments.tables import STANDINGS, SWEPT, SiteStanding
from coordination.prevention.assessments.work.kinds import list_own_findings
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.assessments.access import (
    kept_sites,
    may_see_page,
    people_to_choose,
    swept_sites,
)
from mapping.assessments.models import Assessment
from mapping.assessments.vocabulary import AssessmentStanding
from mapping.assessments.work.checklists import checklists_of
from mapping.assessments.work.standing import site_standings
from mapping.models import Site
from mou.access.fetch import kept_districts
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency


@page(posts=True)
def assessments_page(request: HttpRequest) -> HttpResponse:
    """List the assessments that the reader may read and what they have to mend; open one, bring a checklist."""
    asker = asker_of(request)
    user_id, at = asker.user_id, asker.at
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
    things = ASSESSMENT_FACES.list_things(
        request, asker, caption=_("Assessments"), empty=gettext("No site has been assessed yet."), prefix="all"
    )
    mine = FINDING_FACES.table_of(
        request,
        FINDING_FACES.show_lines(list_own_findings(user_id, at, most=MOST_LISTED + 1)),
        caption=_("Yours to mend"),
        # Who has none is not told of it.
        empty="",
        prefix="mine",
    )
    swept = ShownTable(request, SWEPT, swept_sites(user_id, at))
    standings = ShownTable(request, STANDINGS, _list_standings(list(sites), at))
    context = {
        "things": things,
        "mine": mine,
        "sites": sites,
        "swept": swept,
        "standings": standings,
        "chosen": site,
        "opening_form": opening,
        "bring_form": bring,
    }
    return show_tables(request, "assessments/assessments.html", context, [mine, things, swept, standings], of_page)


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


def _list_standings(sites: list[Site], at: datetime) -> list[SiteStanding]:
    """Return how sites stand, what is late first."""
    found, order = site_standings(sites, at), list(AssessmentStanding)
    lines = [
        SiteStanding(one.name, found[one.pk].standing, found[one.pk].last_on, found[one.pk].due_on) for one in sites
    ]
    return sorted(lines, key=lambda one: (order.index(one.standing), one.site))
