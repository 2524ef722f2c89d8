"""Read what rooms and other places offer. Access was asked before: who sees the floor plans sees this."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from mapping.laws.age_limits import age_limits_of
from mapping.laws.freshness import AgeLimits, freshness_of
from mapping.models import Level, Site
from mapping.options.models import RoomWalk
from mapping.options.places import Place, place_of_space, places_at, places_called
from mapping.options.rules import (
    Options,
    PlaceOptions,
    PlaceWayOut,
    RoomOptions,
    WayOut,
    is_of_room,
    number_key,
    state_of,
)
from mapping.options.vocabulary import BuildingLock, OptionsState, PlaceKind, PlaceWay, RoomLock, WayOutKind
from mapping.plans.levels import level_name
from mapping.plans.versions import local_day
from mou.foundation.value_of import ValueOf

# In this order people walk: a whole building last, when they have seen what is in it.
ORDER_OF_KINDS = list(PlaceKind)


@dataclass(frozen=True, slots=True)
class PlaceWithOptions:
    """A place of the published plans, and what was seen there last. `ref`: its name in every version of the plan."""

    place_id: UUID
    kind: Annotated[str, ValueOf(PlaceKind)]
    level_id: UUID
    level: str
    ref: str
    label: str
    state: Annotated[str, ValueOf(OptionsState)]
    options: Options | None
    note: str
    walked_by: str
    walked_on: date | None

    @property
    def state_label(self) -> str:
        """Return what people call the state, in the language that is active."""
        return OptionsState.label_of(self.state)


@dataclass(frozen=True, slots=True)
class PlaceGone:
    """A place that was walked and that the published plan of its floor no longer has."""

    level_id: UUID
    level: str
    label: str
    walked_by: str
    walked_on: date


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What is known of the places of a site, floor by floor. `unnamed`: halls and places outdoors without a name."""

    places: list[PlaceWithOptions]
    gone: list[PlaceGone]
    unnamed: int

    @property
    def rooms(self) -> list[PlaceWithOptions]:
        """Return the rooms alone, in the same order."""
        return [one for one in self.places if one.kind == PlaceKind.ROOM]


type Key = tuple[UUID | None, str, str]


def site_options(site: Site, at: datetime) -> SiteOptions:
    """Return the places of a site's published plans, and those that are gone from them. Five queries."""
    drawn = places_at([site.pk])
    named = [one for one in drawn if one.label]
    walks = _newest_walks(RoomWalk.objects.filter(level__site=site))
    there = {(one.level.pk, one.ref): one.label for one in named}
    buildings = {one.ref for one in named if one.kind is PlaceKind.BUILDING}
    gone = [
        PlaceGone(
            one.level_id, level_name(one.level), one.label, one.walked_by.shown_name(), local_day(site, one.walked_at)
        )
        for one in walks.values()
        if one.ref not in buildings and not _is_there(one, there)
    ]
    return SiteOptions(
        _views_of(named, walks, site, at),
        sorted(gone, key=lambda one: (one.level, number_key(one.label))),
        len(drawn) - len(named),
    )


def floor_places(level: Level, at: datetime) -> list[PlaceWithOptions]:
    """Return the places of one floor: rooms in the order of their numbers, halls, outdoors, building. Five queries."""
    drawn = [one for one in places_at([level.site_id], level.pk) if one.label]
    # A building may have been walked on another floor.
    here = Q(level=level) | Q(level__site=level.site_id, kind=PlaceKind.BUILDING.value)
    walks = _newest_walks(RoomWalk.objects.filter(here))
    return _views_of(drawn, walks, level.site, at)


def options_of_space(site: Site, space_id: UUID, at: datetime) -> PlaceWithOptions | None:
    """Return one room, hall or place outdoors of a site's published plans. At most three queries."""
    place = place_of_space(site.pk, space_id)
    return None if place is None or not place.label else _options_of_place(site, place, at)


def options_by_words(site: Site, words: str, at: datetime) -> PlaceWithOptions | None:
    """Return the one place of a site's published plans that is called so. At most five queries.

    Of several halls of one name, one on each floor, it is one of which nothing is known: that is true of them all.
    """
    found = places_called(site.pk, words)
    if len(found) == 1:
        return _options_of_place(site, found[0], at)
    if not found or not all(one.kind.is_open for one in found):
        return None
    return _place_view(found[0], None, site, local_day(site, at), age_limits_of(site))


def count_states(sites: Sequence[Site], at: datetime) -> dict[UUID, dict[OptionsState, int]]:
    """Return of each site how many places stand how. Four queries, and one for each district."""
    limits: dict[UUID, AgeLimits] = {}
    for site in sites:
        if site.district_id not in limits:
            limits[site.district_id] = age_limits_of(site)
    by_id = {site.pk: site for site in sites}
    walks = _newest_walks(RoomWalk.objects.filter(level__site__in=list(by_id)))
    counts: dict[UUID, dict[OptionsState, int]] = {pk: dict.fromkeys(OptionsState, 0) for pk in by_id}
    for place in places_at(list(by_id)):
        site = by_id[place.level.site_id]
        if place.label:
            view = _place_view(place, _walk_of(place, walks), site, local_day(site, at), limits[site.district_id])
            counts[site.pk][OptionsState(view.state)] += 1
    return counts


def options_of_walk(walk: RoomWalk) -> Options:
    """Return what a walk says, as the rules read it."""
    kind = PlaceKind(walk.kind)
    if kind is PlaceKind.ROOM:
        ways = tuple(WayOut(WayOutKind(one["kind"]), one["to"]) for one in walk.ways_out)
        return RoomOptions(RoomLock(walk.locks), bool(walk.can_barricade), bool(walk.is_hidden), ways, walk.cover_m)
    goals = tuple(PlaceWayOut(PlaceWay(one["kind"]), one["to"]) for one in walk.ways_out)
    return PlaceOptions(kind, goals, walk.cover_m, BuildingLock(walk.locks) if walk.locks else None)


def places_to_walk(places: Iterable[PlaceWithOptions]) -> list[PlaceWithOptions]:
    """Return those of which nothing is known that can be believed, in the same order."""
    unknown = (OptionsState.NOT_WALKED, OptionsState.TOO_OLD)
    return [one for one in places if one.state in unknown]


def _options_of_place(site: Site, place: Place, at: datetime) -> PlaceWithOptions:
    walks = RoomWalk.objects.filter(kind=place.kind.value, ref=place.ref).select_related("walked_by")
    # A building keeps its walks, also when a plan of a floor nearer to the ground comes into force.
    walks = walks.filter(level__site=site) if place.kind is PlaceKind.BUILDING else walks.filter(level=place.level)
    walk = walks.order_by("-walked_at", "-id").first()
    known = {} if walk is None else {_key_of(place): walk}
    return _place_view(place, _walk_of(place, known), site, local_day(site, at), age_limits_of(site))


def _newest_walks(rows: QuerySet[RoomWalk]) -> dict[Key, RoomWalk]:
    """Return the newest walk of each place. One query."""
    same = RoomWalk.objects.filter(level=OuterRef("level"), kind=OuterRef("kind"), ref=OuterRef("ref"))
    last = same.order_by("-walked_at", "-id").values("pk")[:1]
    newest = rows.filter(pk=Subquery(last)).select_related("walked_by", "level__building")
    # Of a building that was walked on two floors the newest stands last.
    found = newest.order_by(F("walked_at").asc(), "id")
    return {(None if one.kind == PlaceKind.BUILDING else one.level_id, one.kind, one.ref): one for one in found}


def _key_of(place: Place) -> Key:
    return None if place.kind is PlaceKind.BUILDING else place.level.pk, place.kind.value, place.ref


def _walk_of(place: Place, walks: Mapping[Key, RoomWalk]) -> RoomWalk | None:
    """Return the walk of a place, of those by their key."""
    walk = walks.get(_key_of(place))
    if walk is None or not is_of_room(ref=walk.ref, label_then=walk.label, label_now=place.label):
        return None
    return walk


def _is_there(walk: RoomWalk, there: Mapping[tuple[UUID, str], str]) -> bool:
    """Tell whether the plan has what was walked, also if it calls it another kind of place by now."""
    label = there.get((walk.level_id, walk.ref))
    return label is not None and is_of_room(ref=walk.ref, label_then=walk.label, label_now=label)


def _views_of(
    places: Iterable[Place], walks: Mapping[Key, RoomWalk], site: Site, at: datetime
) -> list[PlaceWithOptions]:
    today, limits = local_day(site, at), age_limits_of(site)
    found = [_place_view(one, _walk_of(one, walks), site, today, limits) for one in places]
    return sorted(found, key=_order_of)


def _place_view(place: Place, walk: RoomWalk | None, site: Site, today: date, limits: AgeLimits) -> PlaceWithOptions:
    options = None if walk is None else options_of_walk(walk)
    walked_on = None if walk is None else local_day(site, walk.walked_at)
    return PlaceWithOptions(
        place_id=place.id,
        kind=place.kind.value,
        level_id=place.level.pk,
        level=level_name(place.level),
        ref=place.ref,
        label=place.label,
        state=state_of(options, freshness_of(walked_on, today, limits)).value,
        options=options,
        note="" if walk is None else walk.note,
        walked_by="" if walk is None else walk.walked_by.shown_name(),
        walked_on=walked_on,
    )


def _order_of(one: PlaceWithOptions) -> tuple[str, int, tuple[int, str], UUID]:
    return one.level, ORDER_OF_KINDS.index(PlaceKind(one.kind)), number_key(one.label), one.place_id
