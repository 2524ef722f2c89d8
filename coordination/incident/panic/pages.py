"""The panic page, and the way from a room to its incident's page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import RoomNotFound
from coordination.incident.one_tap.words import tap_context
from coordination.incident.panic.words import panic_words
from coordination.room.access import Asker, incidents_for, room_for, sites_to_press_at
from coordination.room.capability import RoomNeed
from coordination.vocabulary import IncidentStatus, PanicKind
from coordination.web.signed_in import asker_of
from mapping.sites.queries import SiteView, site_views
from mou.access.fetch import active_memberships
from mou.vocabulary import AgencyKind


@require_safe
@never_cache
@login_required
def panic_page(request: HttpRequest) -> HttpResponse:
    """Show the button. `?exercise` is its own page, so that people cannot take one for the other."""
    asker = asker_of(request)
    real, played = _sites_with_open_incidents(asker)
    sites = _sites_likeliest_first(asker, real)
    context = {
        **tap_context(asker.user_id, asker.at, sites),
        "is_exercise": "exercise" in request.GET,
        "is_real_open": bool(real),
        # While one plays, a thumb that looks for the alarm of the play must not find the real one unseen.
        "is_only_played": bool(played) and not real,
        "sites": sites,
        "wanted_site": request.GET.get("site", ""),
        "kinds": PanicKind.labels(),
        "is_dispatcher": _is_dispatcher(asker),
        "words": panic_words(),
    }
    return render(request, "panic/panic.html", context)


def _sites_with_open_incidents(asker: Asker) -> tuple[set[UUID], set[UUID]]:
    """Return the sites where a real incident is open, and those where an exercise is."""
    is_open = incidents_for(asker.user_id, asker.at).exclude(status=IncidentStatus.CLOSED.value)
    found = list(is_open.values_list("site_id", "is_exercise"))
    real, played = ({site_id for site_id, is_played in found if is_played is which} for which in (False, True))
    return real, played


def _sites_likeliest_first(asker: Asker, alarmed: set[UUID]) -> list[SiteView]:
    """Return the sites to press at; first those with a real incident that is open: the first one is chosen at first."""
    return sorted(site_views(sites_to_press_at(asker.user_id, asker.at)), key=lambda one: one.id not in alarmed)


def _is_dispatcher(asker: Asker) -> bool:
    """Tell whether a person is of 9-1-1 and of nothing else: they do not call 9-1-1 but take calls. One query."""
    return {one.agency.kind for one in active_memberships(asker.user_id, asker.at)} == {AgencyKind.DISPATCH}


@require_safe
@never_cache
@login_required
def room_page(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Lead from a room, which is all that a push names, to its incident's page."""
    asker = asker_of(request)
    try:
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.SEE, at=asker.at)
    except RoomNotFound as missing:
        raise Http404 from missing
    return HttpResponseRedirect(reverse("incident", args=[grant.incident.id]))
