"""The pages on which a support team is kept: its people, its lines, its directory beside the recommendations."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.casework.teams import AdministeredTeam
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.audit import SUPPORT_READS
from coordination.prevention.support.errors import BadSupport, SupportTeamNotFound
from coordination.prevention.support.models import SupportTeam, SupportTeamMember
from coordination.prevention.support.pages import said
from coordination.prevention.support.vocabulary import SupportProfession
from coordination.prevention.support.work import teams
from coordination.prevention.tips.help_lines import HelpLine
from coordination.room.access import Asker
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def team_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a team that the reader keeps, there or not yet; carry out what a form asks for."""
    asker = asker_of(request)
    try:
        kept = SUPPORT_TEAMS.administered_team(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except SupportTeamNotFound as missing:
        raise Http404 from missing
    problem = ""
    if request.method == "POST":
        problem = _carried_out(TEAM_ACTS, asker, agency_id, request.POST)
        if not problem:
            return anew(reverse("support_team", args=[agency_id]))
    context = {
        "problem": problem,
        "typed": request.POST if problem else {},
        "rows": range(teams.MOST_LINES),
        **_team_context(kept, asker),
    }
    return render(request, "support/team.html", context, status=422 if problem else 200)


def _team_context(kept: AdministeredTeam[SupportTeam, SupportTeamMember], asker: Asker) -> dict[str, object]:
    listed = {one.user_id for one, _counts in kept.members}
    lines = [] if kept.team is None else [(one["name"], one["phone"]) for one in kept.team.help_lines]
    return {
        "agency": kept.agency,
        "team": kept.team,
        "lines": [*lines, *[("", "")] * (teams.MOST_LINES - len(lines))],
        "members": kept.members,
        "choices": [one for one in SUPPORT_TEAMS.people_to_choose(kept.agency, asker.at) if one.pk not in listed],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def directory_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show who supports people at a school, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = _carried_out(DIRECTORY_ACTS, asker, agency_id, request.POST)
        if not problem:
            return anew(reverse("support_directory", args=[agency_id]))
    try:
        team = teams.team_to_look_up(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except SupportTeamNotFound as missing:
        raise Http404 from missing
    SUPPORT_READS.note_reads([team.pk], user_id=asker.user_id, at=asker.at, door="page")
    enrollment, ratios = teams.ratios_of(team)
    context = {
        "agency": team.agency,
        "people": team.people.order_by("name", "id"),
        "today": asker.at.date(),
        "enrollment": enrollment,
        "ratios": ratios,
        "professions": SupportProfession.labels(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "support/directory.html", context, status=422 if problem else 200)


type Acts = dict[str, Callable[[Asker, UUID, QueryDict], object]]


def _carried_out(acts: Acts, asker: Asker, agency_id: UUID, posted: QueryDict) -> str:
    act = act_in(posted, acts)
    return said(lambda: act(asker, agency_id, posted))


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _set(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    days = posted.get("keep_days", "")
    if not days.isascii() or not days.isdigit() or len(days) > 4:
        raise BadSupport(pointer="/keep_days")
    pairs = zip(posted.getlist("line_name"), posted.getlist("line_phone"), strict=False)
    lines = [HelpLine(name, phone) for name, phone in pairs if name.strip() or phone.strip()]
    teams.set_team(actor_id=asker.user_id, agency_id=agency_id, keep_days=int(days), help_lines=lines, at=asker.at)


def _add(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    teams.add_member(actor_id=asker.user_id, agency_id=agency_id, person_id=person_id, at=asker.at)


def _remove(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    teams.remove_member(actor_id=asker.user_id, agency_id=agency_id, person_id=person_id, at=asker.at)


def _list(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    try:
        until = posted.get("agreement_until", "")
        given = teams.PersonGiven(
            profession=SupportProfession(posted.get("profession", "")),
            agreement_until=date.fromisoformat(until) if until else None,
            full_time=Decimal(posted.get("full_time") or 0),
            **{name: posted.get(name, "") for name in teams.TEXTS},
        )
    except (ValueError, InvalidOperation) as nonsense:
        raise BadSupport(pointer="/profession") from nonsense
    if not given.full_time.is_finite():
        raise BadSupport(pointer="/full_time")
    teams.add_to_directory(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)


def _unlist(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    entry_id = uuid_in(posted, "entry_id")
    teams.take_from_directory(actor_id=asker.user_id, agency_id=agency_id, entry_id=entry_id, at=asker.at)


TEAM_ACTS: Acts = {"set": _set, "add": _add, "remove": _remove}
DIRECTORY_ACTS: Acts = {"add": _list, "remove": _unlist}
