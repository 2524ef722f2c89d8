"""The page on which administrators choose a team: one view for every desk. It opens nothing that the team reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from coordination.casework.team_acts import TeamAct, TeamActs
from coordination.casework.teams import AdministeredTeam, TeamKind
from coordination.casework.texts import TeamMemberTaken
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency

type TeamView = Callable[..., HttpResponse]
# What a desk shows beside its people and its settings, and the forms in it.
type MoreOfTeam[TeamT: Model, PlaceT: Model] = Callable[
    [HttpRequest, Asker, AdministeredTeam[TeamT, PlaceT]], tuple[Mapping[str, object], Sequence[AnyForm]]
]


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language; its own words where an error says too little."""
    return refusal.sentence_or(str(refusal))


def make_team_page[TeamT: Model, PlaceT: Model](
    acts: TeamActs[TeamT, PlaceT], template: str, more: MoreOfTeam[TeamT, PlaceT] | None = None
) -> TeamView:
    """Return the page of a desk's teams. The template extends casework/team.html."""

    @page(posts=True)
    def team_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
        """Show a team that the reader administers, there or not yet; carry out what a form asks for."""
        asker = asker_of(request)
        administered = acts.kind.administered_team(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
        if request.method == "POST":
            # Before anything else has to be right.
            ask_recent_sign_in()
        places = [one for one, _counts in administered.members]
        people = list_people_to_choose(acts.kind, administered.agency, places, asker.at)
        settings, add, remove = _forms_of(request, asker, acts, administered, people)
        shown, forms = ({}, []) if more is None else more(request, asker, administered)
        of_page = [settings, add, remove, *forms]
        if carry_out(request, of_page, refusal_sentence):
            return redirect_anew(request.path)
        context = {
            "agency": administered.agency,
            "team": administered.team,
            "members": administered.members,
            "people": people,
            "settings_form": settings,
            "add_form": add,
            "remove_form": remove,
            **shown,
        }
        return show_page(request, template, context, of_page)

    return team_page


def list_people_to_choose(
    teams: TeamKind[Any, Any], agency: Agency, places: Iterable[Model], at: datetime
) -> list[tuple[UUID, str]]:
    """Return who may come on an agency's team and has no place on it, by names that no two share."""
    # Each table of places has a user.
    listed = {attrgetter("user_id")(one) for one in places}
    people = teams.people_to_choose(agency, at)
    return [(one.public_id, called) for one, called in told_apart([one for one in people if one.pk not in listed])]


def make_member_forms(
    request: HttpRequest,
    asker: Asker,
    agency: Agency,
    people: Sequence[tuple[UUID, str]],
    *,
    member: type[BaseModel],
    add: TeamAct,
    take: TeamAct,
) -> tuple[AnyForm, AnyForm]:
    """Return the forms of who comes on an agency's team, of these people, and of who leaves it."""
    return (
        ActForm(request, "add", member, partial(add, asker, agency.pk), choices={"person_id": people}),
        ActForm(request, "remove", TeamMemberTaken, partial(take, asker, agency.pk)),
    )


def _forms_of[TeamT: Model, PlaceT: Model](
    request: HttpRequest,
    asker: Asker,
    acts: TeamActs[TeamT, PlaceT],
    administered: AdministeredTeam[TeamT, PlaceT],
    people: Sequence[tuple[UUID, str]],
) -> tuple[AnyForm, AnyForm, AnyForm]:
    """Return the forms of the settings, of who comes on the team, and of who leaves it."""
    agency, team = administered.agency, administered.team
    now = None if team is None else acts.settings_of(team)
    settings = ActForm(request, "set", acts.settings, partial(acts.set_team, asker, agency.pk), initial=now)
    whom = make_member_forms(
        request, asker, agency, people, member=acts.member, add=acts.add_member, take=acts.remove_member
    )
    return (settings, *whom)
