"""The pages of rooms: what a site's rooms offer, and the walk that leads through the rooms of a floor one by one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mapping.access import agencies_at, level_for, site_for
from mapping.errors import LevelNotFound, SiteNotFound
from mapping.models import Level
from mapping.options.actions import walk_room
from mapping.options.given import RoomWalkedIn
from mapping.options.queries import RoomWithOptions, floor_rooms, rooms_to_walk, site_options
from mapping.options.tables import ROOMS
from mapping.options.vocabulary import OptionsState
from mapping.options.words import options_line, refusal_sentence
from mapping.plans.levels import level_name
from mapping.sites.signed_in import user_id_of
from mapping.vocabulary import SiteNeed
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

SEE_OTHER = 303


@page()
def options_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what the rooms of a site offer, for everyone who sees its floor plans; its own people may walk them."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    known = site_options(site, at)
    shown = ShownTable(request, ROOMS, known.rooms)
    context = {
        "site": site,
        "rooms": shown,
        "gone": known.gone,
        "floors": _count_floors(known.rooms),
        "no_option": sum(one.state == OptionsState.NO_OPTION for one in known.rooms),
        "may_walk": agencies_at(user_id=user_id, site=site, at=at).is_insider,
    }
    return show_tables(request, "mapping/options/site.html", context, [shown])


@page()
def floor_page(request: HttpRequest, level_id: UUID) -> HttpResponse:
    """Begin the walk of a floor, or go on with it: at the first room of which nothing is known, else the first."""
    level = _level_of(user_id_of(request), level_id)
    rooms = floor_rooms(level, timezone.now())
    if not rooms:
        return HttpResponseRedirect(reverse("room_options", args=[level.site_id]))
    first = next(iter(rooms_to_walk(rooms)), rooms[0])
    return HttpResponseRedirect(reverse("walk_room", args=[level_id, first.space_id]))


@page(posts=True)
def room_page(request: HttpRequest, level_id: UUID, space_id: UUID) -> HttpResponse:
    """Show one room of the walk; what its own people write leads to the next room in the order of numbers."""
    user_id, at = user_id_of(request), timezone.now()
    level = _level_of(user_id, level_id)
    rooms = floor_rooms(level, at)
    number = next((place for place, one in enumerate(rooms) if one.space_id == space_id), None)
    if number is None:
        raise Http404
    room, may_walk = rooms[number], agencies_at(user_id=user_id, site=level.site, at=at).is_insider
    following = rooms[number + 1] if number + 1 < len(rooms) else None

    def write(given: RoomWalkedIn) -> None:
        walk_room(user_id=user_id, level_id=level_id, space_id=space_id, given=given, at=at)

    form = ActForm(request, "walk", RoomWalkedIn, write, initial=_initial_of(room))
    if carry_out(request, [form], refusal_sentence):
        return HttpResponseRedirect(_address_after(level, following), status=SEE_OTHER)
    context = {
        "site": level.site,
        "level": level,
        "floor": level_name(level),
        "room": room,
        "line": "" if room.options is None else options_line(room.options),
        "number": number + 1,
        "all": len(rooms),
        "before": rooms[number - 1] if number else None,
        "following": following,
        "form": form if may_walk else None,
    }
    return show_page(request, "mapping/options/room.html", context, [form])


def _level_of(user_id: int, level_id: UUID) -> Level:
    try:
        return level_for(user_id=user_id, level_id=level_id, at=timezone.now())
    except LevelNotFound as missing:
        raise Http404 from missing


def _address_after(level: Level, following: RoomWithOptions | None) -> str:
    if following is None:
        return reverse("room_options", args=[level.site_id])
    return reverse("walk_room", args=[level.pk, following.space_id])


def _initial_of(room: RoomWithOptions) -> dict[str, object]:
    """Return what was seen last, to be looked at again; of a room that was never walked nothing."""
    known = room.options
    if known is None:
        return {}
    return {
        "locks": known.locks.value,
        "can_barricade": known.can_barricade,
        "is_hidden": known.is_hidden,
        "ways_out": [{"kind": one.kind.value, "to": one.to} for one in known.ways_out],
        "cover_m": known.cover_m,
        "note": room.note,
    }


def _count_floors(rooms: list[RoomWithOptions]) -> list[dict[str, object]]:
    """Return each floor with how many of its rooms are known, in the order of the rooms."""
    floors: dict[UUID, list[RoomWithOptions]] = {}
    for one in rooms:
        floors.setdefault(one.level_id, []).append(one)
    return [
        {"id": level_id, "name": some[0].level, "all": len(some), "known": len(some) - len(rooms_to_walk(some))}
        for level_id, some in floors.items()
    ]
