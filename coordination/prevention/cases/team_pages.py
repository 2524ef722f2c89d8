"""The page on which a threat assessment team is chosen: its people, its rules, and what a district has set up."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.http import HttpRequest

from coordination.casework.team_page import make_team_page
from coordination.casework.teams import AdministeredTeam
from coordination.prevention.cases import words
from coordination.prevention.cases.audit import changes_of
from coordination.prevention.cases.models import CaseTeam, CaseTeamMember
from coordination.prevention.cases.rules.given import SetUpIn
from coordination.prevention.cases.team_acts import CASE_TEAM_ACTS, note_set_up
from coordination.prevention.cases.vocabulary import SetUpStep, TeamRole
from coordination.prevention.cases.work.teams import set_up_of
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm


def _more_of(
    request: HttpRequest, asker: Asker, administered: AdministeredTeam[CaseTeam, CaseTeamMember]
) -> tuple[Mapping[str, object], Sequence[AnyForm]]:
    """Return the steps of set-up, each with its form, and what was changed of the team."""
    team = administered.team
    if team is None:
        return {}, []
    set_up = [(one, _set_up_form(request, asker, team, one.step, one)) for one in set_up_of(team)]
    shown = {
        "set_up": set_up,
        "team_roles": TeamRole.labels(),
        "changes": changes_of(team).make_each(lambda one: (one, words.team_change(one))),
    }
    return shown, [form for _one, form in set_up]


def _set_up_form(request: HttpRequest, asker: Asker, team: CaseTeam, step: SetUpStep, noted: object) -> AnyForm:
    return ActForm(
        request,
        "set_up",
        SetUpIn,
        partial(note_set_up, asker, team.agency_id, step),
        fixed={"step": step.value},
        initial={name: getattr(noted, name) for name in SetUpIn.model_fields},
    )


team_page = make_team_page(CASE_TEAM_ACTS, "cases/team.html", _more_of)
