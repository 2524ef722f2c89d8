"""Read what the rooms of a site offer. Access was asked before: who sees the floor plans sees this."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from mapping.laws.age_limits import age_limits_of
from mapping.laws.freshness import AgeLimits, freshness_of
from mapping.models import Level, Site, Space
from mapping.options.models import RoomWalk
from mapping.options.rules import RoomOptions, WayOut, is_of_room, number_key, state_of
from mapping.options.vocabulary import OptionsState, RoomLock, WayOutKind
from mapping.plans.drawn_things.drawn_queries import ref_of
from mapping.plans.drawn_things.rooms import only_rooms
from mapping.plans.levels import level_name
from mapping.plans.versions import local_day
from mapping.vocabulary import FloorplanState
from mou.foundation.value_of import ValueOf


@dataclass(frozen=True, slots=True)
class RoomWithOptions:
    """A room of the published plans, and what was seen there last. `ref` is its name in every version of the plan."""

    space_id: UUID
    level_id: UUID
    level: str
    ref: str
    label: str
    state: Annotated[str, ValueOf(OptionsState)]
    options: RoomOptions | None
    note: str
    walked_by: str
    walked_on: date | None

    @property
    def state_label(self) -> str:
        """Return what people call the state, in the language that is active."""
        return OptionsState.label_of(self.state)


@dataclass(frozen=True, slots=True)
class RoomGone:
    """A room that was walked and that the published plan of its floor no longer has."""

    level_id: UUID
    level: str
    label: str
    walked_by: str
    walked_on: date


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What is known of the rooms of a site, floor by floor in the order of their numbers."""

    rooms: list[RoomWithOptions]
    gone: list[RoomGone]


def site_options(site: Site, at: datetime) -> SiteOptions:
    """Return the rooms of a site's published plans, and those that are gone from them. Three queries."""
    rooms = list(_published_rooms().filter(floorplan__level__site=site))
    walks = _newest_walks(RoomWalk.objects.filter(level__site=site))
    today, limits = local_day(site, at), age_limits_of(site)
    found = [_room_view(one, _walk_of(one, walks), site, today, limits) for one in rooms]
    for room in rooms:
        if _walk_of(room, walks) is not None:
            del walks[_key_of(room)]
    gone = [
        RoomGone(
            one.level_id, level_name(one.level), one.label, one.walked_by.shown_name(), local_day(site, one.walked_at)
        )
        for one in walks.values()
    ]
    return SiteOptions(sorted(found, key=_order_of), sorted(gone, key=lambda one: (one.level, number_key(one.label))))


def floor_rooms(level: Level, at: datetime) -> list[RoomWithOptions]:
    """Return the rooms of one floor in the order of their numbers. Three queries."""
    rooms = list(_published_rooms().filter(floorplan__level=level))
    walks = _newest_walks(RoomWalk.objects.filter(level=level))
    today, limits = local_day(level.site, at), age_limits_of(level.site)
    found = [_room_view(one, _walk_of(one, walks), level.site, today, limits) for one in rooms]
    return sorted(found, key=_order_of)


def room_options(site: Site, space_id: UUID, at: datetime) -> RoomWithOptions | None:
    """Return one room of a site's published plans. At most three queries, however many rooms."""
    space = _published_rooms().filter(floorplan__level__site=site, pk=space_id).first()
    if space is None:
        return None
    level_id, ref = _key_of(space)
    walk = (
        RoomWalk.objects.filter(level=level_id, ref=ref)
        .select_related("walked_by")
        .order_by("-walked_at", "-id")
        .first()
    )
    known = {} if walk is None else {(level_id, ref): walk}
    return _room_view(space, _walk_of(space, known), site, local_day(site, at), age_limits_of(site))


def count_states(sites: Sequence[Site], at: datetime) -> dict[UUID, dict[OptionsState, int]]:
    """Return of each site how many rooms stand how. Two queries, and one for each district."""
    limits: dict[UUID, AgeLimits] = {}
    for site in sites:
        if site.district_id not in limits:
            limits[site.district_id] = age_limits_of(site)
    by_id = {site.pk: site for site in sites}
    walks = _newest_walks(RoomWalk.objects.filter(level__site__in=list(by_id)))
    counts: dict[UUID, dict[OptionsState, int]] = {pk: dict.fromkeys(OptionsState, 0) for pk in by_id}
    for space in _published_rooms().filter(floorplan__level__site__in=list(by_id)):
        site = by_id[space.floorplan.level.site_id]
        view = _room_view(space, _walk_of(space, walks), site, local_day(site, at), limits[site.district_id])
        counts[site.pk][OptionsState(view.state)] += 1
    return counts


def options_of_walk(walk: RoomWalk) -> RoomOptions:
    """Return what a walk says, as the rules read it."""
    ways = tuple(WayOut(WayOutKind(one["kind"]), one["to"]) for one in walk.ways_out)
    return RoomOptions(RoomLock(walk.locks), walk.can_barricade, walk.is_hidden, ways, walk.cover_m)


def label_of_room(space: Space) -> str:
    """Return what a room is called."""
    return " ".join(part for part in (space.number, space.name) if part)


def ref_of_room(space: Space) -> str:
    """Return what a room is called in every version of its floor."""
    return ref_of(space.source_ref, space.pk)


def _published_rooms() -> QuerySet[Space]:
    rows = only_rooms(Space.objects.filter(floorplan__state=FloorplanState.PUBLISHED.value))
    return rows.select_related("floorplan__level__building").defer("geometry")


def _newest_walks(rows: QuerySet[RoomWalk]) -> dict[tuple[UUID, str], RoomWalk]:
    """Return the newest walk of each room, by its floor and ref. One query."""
    same = RoomWalk.objects.filter(level=OuterRef("level"), ref=OuterRef("ref")).order_by("-walked_at", "-id")
    newest = rows.filter(pk=Subquery(same.values("pk")[:1])).select_related("walked_by", "level__building")
    return {(one.level_id, one.ref): one for one in newest}


def _key_of(space: Space) -> tuple[UUID, str]:
    return space.floorplan.floor_id, ref_of_room(space)


def _walk_of(space: Space, walks: Mapping[tuple[UUID, str], RoomWalk]) -> RoomWalk | None:
    """Return the walk of a room, of those by floor and ref."""
    walk = walks.get(_key_of(space))
    if walk is None or not is_of_room(ref=walk.ref, label_then=walk.label, label_now=label_of_room(space)):
        return None
    return walk


def _room_view(space: Space, walk: RoomWalk | None, site: Site, today: date, limits: AgeLimits) -> RoomWithOptions:
    options = None if walk is None else options_of_walk(walk)
    walked_on = None if walk is None else local_day(site, walk.walked_at)
    return RoomWithOptions(
        space_id=space.pk,
        level_id=space.floorplan.floor_id,
        level=level_name(space.floorplan.level),
        ref=ref_of_room(space),
        label=label_of_room(space),
        state=state_of(options, freshness_of(walked_on, today, limits)).value,
        options=options,
        note="" if walk is None else walk.note,
        walked_by="" if walk is None else walk.walked_by.shown_name(),
        walked_on=walked_on,
    )


def _order_of(one: RoomWithOptions) -> tuple[str, tuple[int, str], UUID]:
    return one.level, number_key(one.label), one.space_id


def rooms_to_walk(rooms: Iterable[RoomWithOptions]) -> list[RoomWithOptions]:
    """Return those of which nothing is known that can be believed, in the same order."""
    unknown = (OptionsState.NOT_WALKED, OptionsState.TOO_OLD)
    return [one for one in rooms if one.state in unknown]
