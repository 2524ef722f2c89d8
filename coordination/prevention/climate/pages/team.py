"""The page on which a climate team is kept: its people, and its rules. Keeping it opens no result."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.errors import BadClimate, ClimateTeamNotFound
from coordination.prevention.climate.pages.schools import said
from coordination.prevention.climate.work import teams
from coordination.room.access import Asker
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of

LONGEST_NUMBER = 4


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def team_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a team that the reader keeps, there or not yet; carry out what a form asks for."""
    asker = asker_of(request)
    try:
        kept = CLIMATE_TEAMS.administered_team(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except ClimateTeamNotFound as missing:
        raise Http404 from missing
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, ACTS)
        problem = said(lambda: act(asker, agency_id, request.POST))
        if not problem:
            return anew(reverse("climate_team", args=[agency_id]))
    listed = {one.user_id for one, _counts in kept.members}
    context = {
        "problem": problem,
        "agency": kept.agency,
        "team": kept.team,
        "members": kept.members,
        "choices": [one for one in CLIMATE_TEAMS.people_to_choose(kept.agency, asker.at) if one.pk not in listed],
    }
    return render(request, "climate/team.html", context, status=422 if problem else 200)


def number_in(posted: QueryDict, name: str) -> int:
    """Return a number of a form. Raises: BadClimate."""
    said = posted.get(name, "")
    if not said.isascii() or not said.isdigit() or len(said) > LONGEST_NUMBER:
        raise BadClimate(pointer=f"/{name}")
    return int(said)


def _set(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    days, points = number_in(posted, "keep_days"), number_in(posted, "fall_points")
    teams.set_team(actor_id=asker.user_id, agency_id=agency_id, keep_days=days, fall_points=points, at=asker.at)


def _add(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    teams.add_member(actor_id=asker.user_id, agency_id=agency_id, person_id=person_id, at=asker.at)


def _remove(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    teams.remove_member(actor_id=asker.user_id, agency_id=agency_id, person_id=person_id, at=asker.at)


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {"set": _set, "add": _add, "remove": _remove}
