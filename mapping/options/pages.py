"""The pages of options: what a site's places offer, and the walk that leads through those of a floor one by one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mapping.access import agencies_at, level_for, site_for
from mapping.errors import LevelNotFound, SiteNotFound
from mapping.models import Level
from mapping.options.actions import walk_place, walk_room
from mapping.options.given import PlaceWalkedIn, RoomWalkedIn
from mapping.options.queries import PlaceWithOptions, floor_places, places_to_walk, site_options
from mapping.options.rules import RoomOptions
from mapping.options.tables import PLACES
from mapping.options.vocabulary import OptionsState, PlaceKind
from mapping.options.words import options_line, refusal_sentence
from mapping.plans.levels import level_name
from mapping.sites.signed_in import user_id_of
from mapping.vocabulary import SiteNeed
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

SEE_OTHER = 303


class OpenPlaceForm(ActForm[PlaceWalkedIn, None]):
    """What is asked in a hall and outdoors: all but how outside doors lock."""

    not_asked = ("locks",)


@page()
def options_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what the places of a site offer, for everyone who sees its floor plans; its own people may walk them."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    known = site_options(site, at)
    shown = ShownTable(request, PLACES, known.places)
    context = {
        "site": site,
        "places": shown,
        "gone": known.gone,
        "unnamed": known.unnamed,
        "has_grounds": any(one.kind == PlaceKind.GROUNDS for one in known.places),
        "floors": _count_floors(known.places),
        "no_option": sum(one.state == OptionsState.NO_OPTION for one in known.places),
        "may_walk": agencies_at(user_id=user_id, site=site, at=at).is_insider,
    }
    return show_tables(request, "mapping/options/site.html", context, [shown])


@page()
def floor_page(request: HttpRequest, level_id: UUID) -> HttpResponse:
    """Begin the walk of a floor, or go on with it: at the first place of which nothing is known, else the first."""
    level = _level_of(user_id_of(request), level_id)
    places = floor_places(level, timezone.now())
    if not places:
        return HttpResponseRedirect(reverse("room_options", args=[level.site_id]))
    first = next(iter(places_to_walk(places)), places[0])
    return HttpResponseRedirect(reverse("walk_room", args=[level_id, first.place_id]))


@page(posts=True)
def place_page(request: HttpRequest, level_id: UUID, place_id: UUID) -> HttpResponse:
    """Show one place of the walk; what its own people write leads to the next one: rooms in the order of numbers."""
    user_id, at = user_id_of(request), timezone.now()
    level = _level_of(user_id, level_id)
    places = floor_places(level, at)
    number = next((number for number, one in enumerate(places) if one.place_id == place_id), None)
    if number is None:
        raise Http404
    place, may_walk = places[number], agencies_at(user_id=user_id, site=level.site, at=at).is_insider
    following = places[number + 1] if number + 1 < len(places) else None
    form = _form_of(request, level, place)
    if carry_out(request, [form], refusal_sentence):
        return HttpResponseRedirect(_address_after(level, following), status=SEE_OTHER)
    context = {
        "site": level.site,
        "level": level,
        "floor": level_name(level),
        "place": place,
        "kind": PlaceKind.label_of(place.kind),
        "line": "" if place.options is None else options_line(place.options),
        "number": number + 1,
        "all": len(places),
        "before": places[number - 1] if number else None,
        "following": following,
        "form": form if may_walk else None,
    }
    return show_page(request, "mapping/options/place.html", context, [form])


def _level_of(user_id: int, level_id: UUID) -> Level:
    try:
        return level_for(user_id=user_id, level_id=level_id, at=timezone.now())
    except LevelNotFound as missing:
        raise Http404 from missing


def _form_of(request: HttpRequest, level: Level, place: PlaceWithOptions) -> AnyForm:
    """Return the questions for a place of this kind."""
    user_id, at, initial = user_id_of(request), timezone.now(), _initial_of(place)

    def write_room(given: RoomWalkedIn) -> None:
        walk_room(user_id=user_id, level_id=level.pk, space_id=place.place_id, given=given, at=at)

    def write_place(given: PlaceWalkedIn) -> None:
        walk_place(user_id=user_id, site_id=level.site_id, place_id=place.place_id, given=given, at=at)

    if place.kind == PlaceKind.ROOM:
        return ActForm(request, "walk", RoomWalkedIn, write_room, initial=initial)
    if place.kind == PlaceKind.BUILDING:
        return ActForm(request, "walk", PlaceWalkedIn, write_place, initial=initial)
    return OpenPlaceForm(request, "walk", PlaceWalkedIn, write_place, initial=initial)


def _address_after(level: Level, following: PlaceWithOptions | None) -> str:
    if following is None:
        return reverse("room_options", args=[level.site_id])
    return reverse("walk_room", args=[level.pk, following.place_id])


def _initial_of(place: PlaceWithOptions) -> dict[str, object]:
    """Return what was seen last, to be looked at again; of a place that was never walked nothing."""
    known = place.options
    if known is None:
        return {}
    of_room: dict[str, object] = {}
    if isinstance(known, RoomOptions):
        of_room = {"can_barricade": known.can_barricade, "is_hidden": known.is_hidden}
    return {
        **of_room,
        "locks": None if known.locks is None else known.locks.value,
        "ways_out": [{"kind": one.kind.value, "to": one.to} for one in known.ways_out],
        "cover_m": known.cover_m,
        "note": place.note,
    }


def _count_floors(places: list[PlaceWithOptions]) -> list[dict[str, object]]:
    """Return each floor with how many of its places are known, in the order of the places."""
    floors: dict[UUID, list[PlaceWithOptions]] = {}
    for one in places:
        floors.setdefault(one.level_id, []).append(one)
    return [
        {"id": level_id, "name": some[0].level, "all": len(some), "known": len(some) - len(places_to_walk(some))}
        for level_id, some in floors.items()
    ]
