"""The page on which administrators keep a desk: its address, team, days and routes. Plain forms."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import BaseModel

from coordination.casework.team_page import list_people_to_choose, make_member_forms, refusal_sentence
from coordination.prevention.tips import words
from coordination.prevention.tips.access import TIP_DESKS, add_to_tips_team, desk_kept_for, take_from_tips_team
from coordination.prevention.tips.desk.forms import DeskForm, RoutesForm
from coordination.prevention.tips.errors import TipDeskNotFound
from coordination.prevention.tips.models import TipDesk, TipTeamMember
from coordination.prevention.tips.rules.given import ClosedDays, TipDeskIn, TipTeamIn
from coordination.prevention.tips.rules.routing import routes_from
from coordination.prevention.tips.work import desks
from coordination.prevention.tips.work.preview import preview_at
from coordination.prevention.tips.work.queries import team_members
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency


@page(posts=True)
def desk_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a desk that the reader keeps, there or not yet; carry out what a form asks for."""
    asker = asker_of(request)
    agency = TIP_DESKS.agency_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    desk = _find_desk(asker, agency)
    team = [] if desk is None else team_members(desk)
    forms = _forms_of(request, asker, agency, desk, team)
    if request.method == "POST":
        # Before anything else has to be right.
        ask_recent_sign_in()
    if carry_out(request, list(forms.values()), refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "agency": agency,
        "desk": desk,
        "team": team,
        **forms,
        **({} if desk is None else _preview_context(request, asker, desk)),
    }
    return show_page(request, "tips/desk.html", context, list(forms.values()))


def _find_desk(asker: Asker, agency: Agency) -> TipDesk | None:
    try:
        return desk_kept_for(user_id=asker.user_id, agency_id=agency.pk, at=asker.at, lock=False)
    except TipDeskNotFound:
        return None


def _forms_of(
    request: HttpRequest, asker: Asker, agency: Agency, desk: TipDesk | None, team: Sequence[TipTeamMember]
) -> dict[str, AnyForm]:
    """Return the forms of the page by what its template calls them."""

    def act(action: Callable[..., object]) -> Callable[[BaseModel], object]:
        return lambda given: action(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at, given=given)

    people = list_people_to_choose(TIP_DESKS, agency, team, asker.at)
    add, remove = make_member_forms(
        request, asker, agency, people, member=TipTeamIn, add=add_to_tips_team, take=take_from_tips_team
    )
    return {
        "set_form": DeskForm(request, act(desks.set_desk), _settings_of(desk)),
        "add_form": add,
        "remove_form": remove,
        "routes_form": RoutesForm(
            request,
            act(desks.set_routes),
            routes_from({} if desk is None else desk.routes),
        ),
    }


def _settings_of(desk: TipDesk | None) -> TipDeskIn | None:
    if desk is None:
        return None
    return TipDeskIn(
        short_address=desk.short_address,
        is_open=desk.is_open,
        keep_days=desk.keep_days,
        closed_days=[ClosedDays(first=first, last=last) for first, last in desk.closed_days],
    )


def _preview_context(request: HttpRequest, asker: Asker, desk: TipDesk) -> dict[str, object]:
    """Return what would happen to tips at the time that the reader asks about."""
    at = _parse_instant(request.GET.get("at", ""), desk.agency, asker.at)
    return {
        "preview": [(one, words.words_of_time_left(one.due_at, at)) for one in preview_at(desk, at)],
        "preview_at": at.astimezone(ZoneInfo(desk.agency.time_zone)).strftime("%Y-%m-%dT%H:%M"),
        "address": request.build_absolute_uri(reverse("tip_report", args=[desk.short_address])),
    }


def _parse_instant(text: str, agency: Agency, now: datetime) -> datetime:
    """Return the instant of a time of day that someone typed, by the agency's clock; now, where it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(agency.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now
