"""The pages of one case: open it, read it, carry out what its forms ask for. Plain forms: no script."""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import Field

from coordination.casework.team_page import refusal_sentence
from coordination.prevention.cases.access import CASE_TEAMS, case_for, cases_for
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.case_pages.forms import CaseForms
from coordination.prevention.cases.case_pages.shown import case_context
from coordination.prevention.cases.models import Case, CaseTeam
from coordination.prevention.cases.rules.entries import CaseDetails
from coordination.prevention.cases.vocabulary import CaseEntryKind, TeamRole
from coordination.prevention.cases.work.opening import CaseGiven, members_of, open_case, team_to_hand_to
from coordination.prevention.cases.work.queries import case_view
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _


class NewCaseSaid(CaseDetails):
    """A new case from a form: whom and what it is about, and who must not read it."""

    conflicts: Annotated[
        list[UUID],
        Field(max_length=50),
        Asked(
            _("Who has a conflict of interest"),
            hint=_(
                "Family, a friend, or the target. They never see the case. Everybody else of the team is put on it."
            ),
        ),
    ] = []


@page(posts=True)
def new_case_page(request: HttpRequest) -> HttpResponse:
    """Open a case: for a team, or for who decides on the tip that the address names."""
    asker = asker_of(request)
    tip = _find_tip(asker, uuid_in(request.GET, "tip")) if request.GET.get("tip") else None
    teams = _teams_to_open_at(asker, tip)
    if tip is None and not teams:
        raise Http404
    chosen = request.POST.get("agency_id") or request.GET.get("agency")
    team = next((one for one in teams if str(one.agency_id) == chosen), teams[0] if teams else None)
    forms = [] if team is None else [_opening_form(request, asker, team, tip)]
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(_after_opening(asker, forms[0].done, tip))
    context = {"team": team, "teams": teams, "tip": tip, "form": forms[0] if forms else None}
    return show_page(request, "cases/new_case.html", context, forms)


def _opening_form(request: HttpRequest, asker: Asker, team: CaseTeam, tip: Tip | None) -> AnyForm:
    def open_with(said: NewCaseSaid) -> Case:
        details = CaseDetails.model_validate(said.model_dump(exclude={"conflicts"}))
        given = CaseGiven(details, said.conflicts, None if tip is None else tip.pk)
        return open_case(actor_id=asker.user_id, agency_id=team.agency_id, given=given, at=asker.at)

    members = [
        (one.user.public_id, f"{called} · {TeamRole(one.role).label}")
        for one, called in told_apart(members_of(team, asker.at))
    ]
    return ActForm(
        request,
        "open",
        NewCaseSaid,
        open_with,
        choices={"conflicts": members},
        fixed={"agency_id": str(team.agency_id), "kind": CaseEntryKind.DETAILS.value},
    )


def _after_opening(asker: Asker, case: Case, tip: Tip | None) -> str:
    """Return the case for who is on it; else the tip that was handed over, or the list."""
    if cases_for(asker.user_id, asker.at).filter(pk=case.pk).exists():
        return reverse("case", args=[case.pk])
    return reverse("cases") if tip is None else reverse("tip", args=[tip.pk])


def _find_tip(asker: Asker, tip_id: UUID) -> Tip:
    tip = TIP_KIND.thing_for(user_id=asker.user_id, thing_id=tip_id, at=asker.at)
    if not tip.decides:
        raise Http404
    return tip


def _teams_to_open_at(asker: Asker, tip: Tip | None) -> list[CaseTeam]:
    if tip is None:
        return list(CASE_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name"))
    found = team_to_hand_to(tip)
    return [] if found is None else [found]


@page(posts=True)
def case_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    case = case_for(user_id=asker.user_id, case_id=case_id, at=asker.at)
    view = case_view(case, user_id=asker.user_id, at=asker.at)
    forms = CaseForms(request, asker, case, view)
    if carry_out(request, forms.listed(), refusal_sentence):
        still = cases_for(asker.user_id, asker.at).filter(pk=case_id).exists()
        # Who has declared a conflict of interest of their own reads nothing from here on.
        return redirect_anew(request.path if still else reverse("cases"))
    CASE_READS.note_reads([case.pk], user_id=asker.user_id, at=asker.at, door="page")
    context = {
        **case_context(view),
        "forms": forms,
        "steps": [forms.steps[one] for one in view.steps],
        "reads": CASE_READS.reads_of(case.pk),
    }
    return show_page(request, "cases/case.html", context, forms.listed())
