"""The page on which staff at the school report their room: few taps, no sound, also without a network."""

from dataclasses import asdict
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import RoomNotFound
from coordination.incident.accountability.access import may_see_names, site_of_rooms
from coordination.incident.accountability.capability import MAX_PEOPLE
from coordination.incident.accountability.my_room import my_room, options_in, reportable_rooms, staff_names
from coordination.incident.accountability.words import my_room_words
from coordination.room.access import incident_for
from coordination.vocabulary import IncidentStatus
from coordination.web.signed_in import asker_of
from coordination.web.wording.vocabulary_words import OF_ROOM_REPORTS, labels_by_list
from mapping.access import standing_allows
from mapping.options.places import names_of_open_places
from mapping.vocabulary import SiteNeed


@require_safe
@never_cache
@login_required
def my_room_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the form to all who may enter the incident's room; entering it is part of the report."""
    asker = asker_of(request)
    try:
        grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    except RoomNotFound as missing:
        raise Http404 from missing
    incident = grant.incident
    site = site_of_rooms(grant, None)
    may_see_plan = incident.is_at(site.pk) and standing_allows(
        user_id=asker.user_id, site=site, need=SiteNeed.FLOORPLAN, at=asker.at
    )
    mine = my_room(grant.room, site, user_id=asker.user_id)
    context = {
        "incident": incident,
        # What is said in a lockdown alone, the page asks for.
        "own_room": options_in(site, mine, asker.at, is_locked_down=False)
        if mine is not None and may_see_plan
        else None,
        "is_open": IncidentStatus(incident.status).is_open,
        "may_name": may_see_names(grant),
        "staff_names": staff_names(incident.site, at=asker.at) if may_see_names(grant) else [],
        "most": MAX_PEOPLE,
        "lists": labels_by_list(OF_ROOM_REPORTS),
        "door_unknown": pgettext("door", "not known"),
        "config": {
            "room_id": str(grant.room.pk),
            "incident_id": str(incident.pk),
            "site": incident.shown_place() if site.pk == incident.site_id else site.name,
            "is_exercise": incident.is_exercise,
            "is_joined": grant.participant is not None,
            "asks_names": any(one.is_insider for one in grant.standings),
            "mine": None if mine is None else asdict(mine),
            "rooms": [asdict(one) for one in reportable_rooms(site)] if may_see_plan else [],
        },
        "open_places": names_of_open_places(site) if may_see_plan else [],
        "words": my_room_words(),
    }
    return render(request, "accountability/my_room.html", context)
