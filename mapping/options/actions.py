"""Write down what was seen in a room. A room without any option becomes a finding for who assesses the site."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.access import agencies_at, level_for
from mapping.assessments.audit import note_act
from mapping.assessments.models import SiteFinding
from mapping.assessments.vocabulary import AssessmentAct, FindingKind, SecurityLayer, SecurityStrategy
from mapping.assessments.work.findings import FindingGiven, PlaceGiven, make_finding
from mapping.assessments.work.steps import SETTLED
from mapping.errors import LevelNotFound
from mapping.models import Level, Site, Space
from mapping.options.errors import NotWalkedByOthers, RoomToWalkNotFound
from mapping.options.given import RoomWalkedIn
from mapping.options.models import RoomWalk
from mapping.options.queries import label_of_room, ref_of_room
from mapping.options.rules import is_of_room
from mapping.options.words import no_option_words
from mapping.plans.drawn_things.rooms import only_rooms
from mapping.vocabulary import FloorplanState


def walk_room(*, user_id: int, level_id: UUID, space_id: UUID, given: RoomWalkedIn, at: datetime) -> None:
    """Write down what a person saw in a room of the published plan. Durable; the newest counts.

    Raises: RoomToWalkNotFound, NotWalkedByOthers.
    """
    with transaction.atomic(durable=True):
        level, space = room_to_walk_for(user_id=user_id, level_id=level_id, space_id=space_id, at=at)
        # Two people in one room at once: the second sees the finding of the first.
        Site.objects.select_for_update(no_key=True).get(pk=level.site_id)
        options, ref = given.options(), ref_of_room(space)
        finding = None if options.has_option else _find_or_make(level, space, ref, user_id, at)
        RoomWalk.objects.create(
            level=level,
            ref=ref,
            label=label_of_room(space),
            locks=options.locks.value,
            can_barricade=options.can_barricade,
            is_hidden=options.is_hidden,
            ways_out=[{"kind": one.kind.value, "to": one.to} for one in options.ways_out],
            cover_m=options.cover_m,
            note=given.note,
            walked_by_id=user_id,
            walked_at=at,
            finding=finding,
        )


def room_to_walk_for(*, user_id: int, level_id: UUID, space_id: UUID, at: datetime) -> tuple[Level, Space]:
    """Return a floor and a room of its published plan, for people of the school or its district. Four queries.

    Raises: RoomToWalkNotFound. NotWalkedByOthers: they see the plan by an agreement.
    """
    try:
        level = level_for(user_id=user_id, level_id=level_id, at=at)
    except LevelNotFound as missing:
        raise RoomToWalkNotFound from missing
    rooms = Space.objects.filter(floorplan__level=level, floorplan__state=FloorplanState.PUBLISHED.value)
    space = only_rooms(rooms).filter(pk=space_id).first()
    if space is None:
        raise RoomToWalkNotFound
    if not agencies_at(user_id=user_id, site=level.site, at=at).is_insider:
        raise NotWalkedByOthers
    return level, space


def _find_or_make(level: Level, space: Space, ref: str, user_id: int, at: datetime) -> SiteFinding:
    """Return the open finding of a room, on which it is noted that it was seen again, or a new one."""
    before = RoomWalk.objects.filter(level=level, ref=ref, finding__isnull=False).exclude(finding__state__in=SETTLED)
    last = before.select_related("finding").order_by("-walked_at").first()
    label = label_of_room(space)
    is_same = last is not None and is_of_room(ref=ref, label_then=last.label, label_now=label)
    if is_same and last is not None and last.finding is not None:
        note_act(AssessmentAct.SEEN_AGAIN, by_id=user_id, at=at, finding=last.finding)
        return last.finding
    inside = space.geometry.point_on_surface
    place = PlaceGiven(level.pk, (inside.x, inside.y), label)
    given = FindingGiven(
        FindingKind.OTHER, SecurityLayer.BUILDING_INTERIOR, SecurityStrategy.DELAY, no_option_words(label), place
    )
    return make_finding(level.site, None, given, actor_id=user_id, at=at)
