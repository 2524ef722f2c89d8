"""The page of a replay: for those in the room, and to each what they may read of its log. Nothing is fired from it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import NotJoined, RoomNotFound
from coordination.home.cards import cards_from_views
from coordination.home.pages import outline_of
from coordination.home.room_config import room_config
from coordination.home.words_file import words_address
from coordination.incident.lifecycle.queries import incident_views
from coordination.replay.moments import MomentAsked, Span, moment_asked
from coordination.replay.words import replay_words
from coordination.room.access import RoomGrant, incident_for, require_need
from coordination.room.capability import RoomNeed
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.web.signed_in import asker_of, public_id_of
from mapping.sites.basemap import base_map
from mapping.sites.street_map.streets import streets_here

# What the address asks for is said again in the page: as long as any moment is written.
ASKED_MAX = 40
# Parts of the log that the page asks for at once, as reading.js asks for them; of a longer log the others follow.
EARLY_PARTS, PART_ENTRIES = 4, 500


@require_safe
@never_cache
@login_required
def replay_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show an incident as it was, to people of its room; `?at=` says where it begins. For others it is not there."""
    asker = asker_of(request)
    try:
        grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
        require_need(grant, RoomNeed.READ)
    except RoomNotFound as missing:
        raise Http404 from missing
    except NotJoined:
        # The door of the incident says how to come in; a link to a moment is given from person to person.
        return redirect("incident", incident_id)
    incident = grant.incident
    span = Span(incident.opened_at, incident.closed_at or asker.at, ZoneInfo(incident.site.time_zone))
    text = request.GET.get("at", "")[:ASKED_MAX]
    asked = moment_asked(text, span) if text else MomentAsked(seq=1)
    config = room_config(grant, user_id=public_id_of(request), may_take_command=False, at=asker.at)
    context = {
        "incident": cards_from_views(incident_views([incident]), {})[0],
        "asked": text,
        "is_understood": asked.is_understood,
        "zone": incident.site.time_zone,
        "base_map": base_map(outline_of(grant), streets_here()),
        "map_words": {},
        "words_address": words_address(),
        "early": _early_addresses(grant),
        "words": replay_words(),
        "config": _read_only(config) | {"replay": _asked_json(asked, grant)},
    }
    return render(request, "replay/replay.html", context)


def _early_addresses(grant: RoomGrant) -> list[str]:
    """Return what the page's scripts ask for first. Each answer asks for access itself."""
    room = f"/api/v1/rooms/{grant.room.pk}"
    parts = range(0, grant.room.head_seq, PART_ENTRIES)[:EARLY_PARTS]
    return [f"{room}/levels", *(f"{room}/entries?after={first}&limit={PART_ENTRIES}" for first in parts)]


def _asked_json(asked: MomentAsked, grant: RoomGrant) -> JsonObject:
    """Return where the page begins: the first entry where nothing was understood. A number is not looked up."""
    first = None if asked.is_understood else min(1, grant.room.head_seq)
    return {
        "seq": asked.seq if first is None else first,
        "instant": None if asked.instant is None else time_text(asked.instant),
    }


def _read_only(config: JsonObject) -> JsonObject:
    """Return the configuration of a reader who may command nothing: in the past there is nothing to command."""
    me = config["me"]
    assert isinstance(me, dict)
    return {**config, "me": {one: False if one.startswith("may_") else value for one, value in me.items()}}
