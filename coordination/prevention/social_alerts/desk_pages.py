"""The page on which administrators keep a desk: reviewers, providers with their keys, fences with their times."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from coordination.casework.team_page import list_people_to_choose, make_member_forms, refusal_sentence
from coordination.casework.teams import AdministeredTeam
from coordination.prevention.social_alerts.access import ALERT_DESKS, add_reviewer, take_reviewer
from coordination.prevention.social_alerts.desk_forms import FenceForm
from coordination.prevention.social_alerts.models import AlertDesk, AlertTeamMember
from coordination.prevention.social_alerts.rules.given import (
    AlertDeskIn,
    AlertFenceTaken,
    AlertKeyTaken,
    AlertProviderIn,
    AlertProviderTaken,
    AlertTeamIn,
    AlertWindowIn,
    AlertWindowTaken,
)
from coordination.prevention.social_alerts.vocabulary import AlertWindowKind
from coordination.prevention.social_alerts.work import desks, fences
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency

# Who reviews, who sends, by which keys: whom these are told who is asked again. Fences are about sites.
OF_PEOPLE = ("set_form", "add_form", "remove_form", "provider_form", "key_form", "revoke_key_form", "revoke_form")


@page(posts=True)
def desk_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a desk that the reader keeps, there or not yet; carry out what a form asks for. A new key is shown once."""
    asker = asker_of(request)
    administered = ALERT_DESKS.administered_team(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    district, desk = administered.agency, administered.team
    forms = {**_forms_of_people(request, asker, administered), **_forms_of_fences(request, asker, district)}
    windows = _window_forms(request, asker, desk)
    if any(forms[one].is_bound for one in OF_PEOPLE):
        # Before anything else has to be right.
        ask_recent_sign_in()
    of_page = [*forms.values(), *windows.values()]
    made: desks.NewKey | None = None
    if carry_out(request, of_page, refusal_sentence):
        made = next((forms[one].done for one in ("provider_form", "key_form") if forms[one].is_bound), None)
        if made is None:
            return redirect_anew(request.path)
        # A page that shows a key is no answer to a form that was filled in.
        forms["provider_form"].is_bound = False
    context = {
        "heading": district.name,
        "district": district,
        "desk": desk,
        "team": administered.members,
        "made": made,
        "address": ""
        if made is None
        else request.build_absolute_uri(f"/api/v1/social-alert-intake/{made.provider_id}"),
        "window_kinds": AlertWindowKind.labels(),
        **forms,
        **({} if desk is None else _things_of_desk(desk, windows)),
    }
    return show_page(request, "social_alerts/desk.html", context, of_page)


def _things_of_desk(desk: AlertDesk, windows: dict[UUID, AnyForm]) -> dict[str, object]:
    """Return who sends, and the fences with their times, each with its form for another time."""
    return {
        "providers": desks.sending_providers(desk),
        "fences": [
            (one, one.windows.order_by("starts_at"), windows[one.pk])
            for one in fences.drawn_fences(desk)
            if one.pk in windows
        ],
    }


def _act_by(asker: Asker, district: Agency, action: Callable[..., Any]) -> Callable[[BaseModel], Any]:
    """Return an act of the page that gives each field of what is asked for to an action, by its name."""
    return lambda given: action(actor_id=asker.user_id, district_id=district.pk, at=asker.at, **dict(given))


def _forms_of_people(
    request: HttpRequest, asker: Asker, administered: AdministeredTeam[AlertDesk, AlertTeamMember]
) -> dict[str, AnyForm]:
    """Return the forms of the settings, of reviewers and of providers, by what the template calls them."""
    district, desk = administered.agency, administered.team
    act = partial(_act_by, asker, district)
    people = list_people_to_choose(ALERT_DESKS, district, [one for one, _counts in administered.members], asker.at)
    add, remove = make_member_forms(
        request, asker, district, people, member=AlertTeamIn, add=add_reviewer, take=take_reviewer
    )
    settings = ActForm(
        request,
        "set",
        AlertDeskIn,
        act(desks.set_desk),
        initial=None if desk is None else {"is_open": desk.is_open, "keep_days": desk.keep_days},
        first=["keep_days", "is_open"],
    )
    settings.fields["keep_days"].widget.attrs |= {"min": desks.KEEP_DAYS.start, "max": desks.KEEP_DAYS.stop - 1}
    return {
        "set_form": settings,
        "add_form": add,
        "remove_form": remove,
        "provider_form": ActForm(request, "provider", AlertProviderIn, act(desks.add_provider)),
        "key_form": ActForm(request, "key", AlertProviderTaken, act(desks.add_key)),
        "revoke_key_form": ActForm(request, "revoke_key", AlertKeyTaken, act(desks.revoke_key)),
        "revoke_form": ActForm(request, "revoke_provider", AlertProviderTaken, act(desks.revoke_provider)),
    }


def _forms_of_fences(request: HttpRequest, asker: Asker, district: Agency) -> dict[str, AnyForm]:
    """Return the forms of fences, by what the template calls them."""
    act = partial(_act_by, asker, district)
    add = partial(fences.add_fence, actor_id=asker.user_id, district_id=district.pk, at=asker.at)
    return {
        "fence_form": FenceForm(request, add, district),
        "retire_form": ActForm(request, "retire", AlertFenceTaken, act(fences.retire_fence)),
        "unwindow_form": ActForm(request, "unwindow", AlertWindowTaken, act(fences.remove_window)),
    }


def _window_forms(request: HttpRequest, asker: Asker, desk: AlertDesk | None) -> dict[UUID, AnyForm]:
    """Return for each fence the form of a time, which is typed by the district's clock."""
    if desk is None:
        return {}
    zone = ZoneInfo(desk.district.time_zone)

    def add(fence_id: UUID, given: AlertWindowIn) -> object:
        return fences.add_window(
            actor_id=asker.user_id, district_id=desk.district_id, at=asker.at, fence_id=fence_id, **dict(given)
        )

    return {
        one.pk: ActForm(
            request, "window", AlertWindowIn, partial(add, one.pk), fixed={"fence_id": str(one.pk)}, zone=zone
        )
        for one in fences.drawn_fences(desk)
    }
