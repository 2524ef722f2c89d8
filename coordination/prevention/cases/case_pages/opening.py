"""The page that opens a case: for a team, or for who decides on a tip. Plain forms: no script."""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import Field

from coordination.casework.team_page import refusal_sentence
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.models import Case, CaseTeam
from coordination.prevention.cases.rules.entries import CaseDetails
from coordination.prevention.cases.rules.given import CaseIn
from coordination.prevention.cases.vocabulary import CaseEntryKind, TeamRole
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.opening import open_case, team_to_hand_to
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
    context = {
        "heading": gettext("Open a case"),
        "team": team,
        "teams": teams,
        "tip": tip,
        "form": forms[0] if forms else None,
    }
    return show_page(request, "cases/new_case.html", context, forms)


def _opening_form(request: HttpRequest, asker: Asker, team: CaseTeam, tip: Tip | None) -> AnyForm:
    def open_with(said: NewCaseSaid) -> Case:
        details = CaseDetails.model_validate(said.model_dump(exclude={"conflicts"}))
        tip_id = None if tip is None else tip.pk
        given = CaseIn(agency_id=team.agency_id, details=details, conflicts=said.conflicts, tip_id=tip_id)
        return open_case(actor_id=asker.user_id, given=given, at=asker.at)

    members = [
        (one.user.public_id, f"{called} · {TeamRole(one.role).label}")
        for one, called in told_apart(list(CASE_TEAMS.counting_places(team, asker.at)))
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
    if CASE_KIND.things_for(asker.user_id, asker.at).filter(pk=case.pk).exists():
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
