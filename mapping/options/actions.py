"""Write down what was seen in a room or place. One without any option becomes a finding for who assesses the site."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.access import agencies_at, level_for, site_for
from mapping.assessments.audit import note_act
from mapping.assessments.models import SiteFinding
from mapping.assessments.vocabulary import AssessmentAct, FindingKind, SecurityLayer, SecurityStrategy
from mapping.assessments.work.findings import FindingGiven, PlaceGiven, make_finding
from mapping.assessments.work.steps import SETTLED
from mapping.errors import LevelNotFound, SiteNotFound
from mapping.models import Site
from mapping.options.errors import (
    LocksOfBuildingAlone,
    NotWalkedByOthers,
    PlaceToWalkNotFound,
    RoomToWalkNotFound,
)
from mapping.options.given import PlaceWalkedIn, RoomWalkedIn
from mapping.options.models import RoomWalk
from mapping.options.places import Place, place_of_space, places_at, point_in
from mapping.options.rules import Options, RoomOptions, is_of_room
from mapping.options.vocabulary import PlaceKind
from mapping.options.words import no_option_words
from mapping.vocabulary import SiteNeed

LAYERS = {
    PlaceKind.ROOM: SecurityLayer.BUILDING_INTERIOR,
    PlaceKind.HALL: SecurityLayer.BUILDING_INTERIOR,
    PlaceKind.BUILDING: SecurityLayer.BUILDING_EXTERIOR,
    PlaceKind.GROUNDS: SecurityLayer.GROUNDS_PERIMETER,
}


def walk_room(*, user_id: int, level_id: UUID, space_id: UUID, given: RoomWalkedIn, at: datetime) -> None:
    """Write down what a person saw in a room of the published plan. Durable; the newest counts.

    Raises: RoomToWalkNotFound, NotWalkedByOthers.
    """
    with transaction.atomic(durable=True):
        site, place = _room_to_walk_for(user_id=user_id, level_id=level_id, space_id=space_id, at=at)
        _store_walk(site, place, given.options(), given.note, user_id=user_id, at=at)


def walk_place(*, user_id: int, site_id: UUID, place_id: UUID, given: PlaceWalkedIn, at: datetime) -> None:
    """Write down what a person saw in a hall, outdoors, or of a whole building. Durable; the newest counts.

    Raises: PlaceToWalkNotFound, NotWalkedByOthers, LocksOfBuildingAlone.
    """
    with transaction.atomic(durable=True):
        site, place = _place_to_walk_for(user_id=user_id, site_id=site_id, place_id=place_id, at=at)
        if (given.locks is None) is (place.kind is PlaceKind.BUILDING):
            raise LocksOfBuildingAlone(pointer="/locks")
        _store_walk(site, place, given.options(place.kind), given.note, user_id=user_id, at=at)


def _room_to_walk_for(*, user_id: int, level_id: UUID, space_id: UUID, at: datetime) -> tuple[Site, Place]:
    """Return a room of a floor's published plan, for people of the school or its district. Four queries.

    Raises: RoomToWalkNotFound. NotWalkedByOthers: they see the plan by an agreement.
    """
    try:
        level = level_for(user_id=user_id, level_id=level_id, at=at)
    except LevelNotFound as missing:
        raise RoomToWalkNotFound from missing
    place = place_of_space(level.site_id, space_id)
    if place is None or place.level.pk != level_id or place.kind is not PlaceKind.ROOM:
        raise RoomToWalkNotFound
    if not agencies_at(user_id=user_id, site=level.site, at=at).is_insider:
        raise NotWalkedByOthers
    return level.site, place


def _place_to_walk_for(*, user_id: int, site_id: UUID, place_id: UUID, at: datetime) -> tuple[Site, Place]:
    """Return any other place of a site that has a name, for people of the school or its district. Six queries.

    Raises: PlaceToWalkNotFound. NotWalkedByOthers: they see the plan by an agreement.
    """
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise PlaceToWalkNotFound from missing
    found = [one for one in places_at([site_id]) if one.id == place_id and one.label]
    if not found or found[0].kind is PlaceKind.ROOM:
        raise PlaceToWalkNotFound
    if not agencies_at(user_id=user_id, site=site, at=at).is_insider:
        raise NotWalkedByOthers
    return site, found[0]


def _store_walk(site: Site, place: Place, options: Options, note: str, *, user_id: int, at: datetime) -> None:
    # Two people in one place at once: the second sees the finding of the first.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    locks = options.locks
    RoomWalk.objects.create(
        level=place.level,
        kind=place.kind.value,
        ref=place.ref,
        label=place.label,
        locks="" if locks is None else locks.value,
        can_barricade=options.can_barricade if isinstance(options, RoomOptions) else None,
        is_hidden=options.is_hidden if isinstance(options, RoomOptions) else None,
        ways_out=[{"kind": one.kind.value, "to": one.to} for one in options.ways_out],
        cover_m=options.cover_m,
        note=note,
        walked_by_id=user_id,
        walked_at=at,
        finding=None if options.has_option else _find_or_make(site, place, user_id, at),
    )


def _find_or_make(site: Site, place: Place, user_id: int, at: datetime) -> SiteFinding:
    """Return the open finding of a place, on which it is noted that it was seen again, or a new one."""
    before = RoomWalk.objects.filter(level__site=site, kind=place.kind.value, ref=place.ref, finding__isnull=False)
    if place.kind is not PlaceKind.BUILDING:
        before = before.filter(level=place.level)
    last = before.exclude(finding__state__in=SETTLED).select_related("finding").order_by("-walked_at").first()
    is_same = last is not None and is_of_room(ref=place.ref, label_then=last.label, label_now=place.label)
    if is_same and last is not None and last.finding is not None:
        note_act(AssessmentAct.SEEN_AGAIN, by_id=user_id, at=at, finding=last.finding)
        return last.finding
    inside = point_in(place)
    # A floor is given with a point on it, or not at all.
    where = PlaceGiven(words=place.label) if inside is None else PlaceGiven(place.level.pk, inside, place.label)
    given = FindingGiven(
        FindingKind.OTHER,
        LAYERS[place.kind],
        SecurityStrategy.DELAY,
        no_option_words(place.label, place.kind),
        where,
    )
    return make_finding(site, None, given, actor_id=user_id, at=at)
