"""The page on which administrators keep a team: who is on it, when the police are called, how long cases are kept."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.errors import CoordinationError
from coordination.prevention.cases import words
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.audit import changes_of
from coordination.prevention.cases.errors import BadCaseTeam, CaseTeamNotFound
from coordination.prevention.cases.vocabulary import SetUpStep, TeamRole
from coordination.prevention.cases.work import teams
from coordination.prevention.cases.work.queries import team_kept
from coordination.room.access import Asker
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.models import Agency


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def team_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a team that the reader keeps, there or not yet; carry out what a form asks for."""
    asker = asker_of(request)
    try:
        agency = CASE_TEAMS.agency_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except CaseTeamNotFound as missing:
        raise Http404 from missing
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, ACTS)
        try:
            act(asker, agency_id, request.POST)
        except CoordinationError as error:
            problem = error.sentence_or(error.detail)
        else:
            return anew(reverse("case_team", args=[agency_id]))
    context = {
        "agency": agency,
        "problem": problem,
        "typed": request.POST if problem else {},
        "team_roles": TeamRole.labels(),
        **_team_context(agency, asker),
    }
    return render(request, "cases/team.html", context, status=422 if problem else 200)


def _team_context(agency: Agency, asker: Asker) -> dict[str, object]:
    kept = team_kept(agency, asker.at)
    if kept is None:
        return {"team": None}
    listed = {one.user_id for one, _counts in kept.members}
    return {
        "team": kept.team,
        "members": kept.members,
        "choices": [one for one in CASE_TEAMS.people_to_choose(agency, asker.at) if one.pk not in listed],
        "set_up": kept.set_up,
        "set_up_words": SetUpStep.labels(),
        "changes": [(one, words.team_change(one)) for one in changes_of(kept.team)],
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _set(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    given = teams.TeamGiven(
        police_threshold=posted.get("police_threshold", ""),
        **{name: _days(posted.get(name, ""), pointer=f"/{name}") for name in teams.DAY_FIELDS},
    )
    teams.set_team(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)


def _days(text: str, *, pointer: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise BadCaseTeam(pointer=pointer)
    return int(text)


def _add(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    try:
        role = TeamRole(posted.get("role", ""))
    except ValueError as nonsense:
        raise BadCaseTeam(pointer="/role") from nonsense
    teams.add_member(
        actor_id=asker.user_id,
        agency_id=agency_id,
        person_id=uuid_in(posted, "person_id"),
        role=role,
        at=asker.at,
    )


def _remove(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    teams.remove_member(
        actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at
    )


def _set_up(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    try:
        step = SetUpStep(posted.get("step", ""))
        done_on = date.fromisoformat(day) if (day := posted.get("done_on", "")) else None
    except ValueError as nonsense:
        raise BadCaseTeam(pointer="/step") from nonsense
    teams.note_set_up(
        actor_id=asker.user_id,
        agency_id=agency_id,
        step=step,
        done_on=done_on,
        words=posted.get("words", ""),
        at=asker.at,
    )


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "set_up": _set_up,
}
