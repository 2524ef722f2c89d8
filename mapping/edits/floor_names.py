"""Rename a floor, and say how a building counts its floors."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.access import level_to_draw_for, site_to_draw_for
from mapping.edits.drafts import copy_newest
from mapping.edits.steps import record_step, supersede_published
from mapping.errors import BuildingNotFound, DraftIsOpen, FloorNameTaken
from mapping.models import Building, Floorplan, Level, WalkThrough
from mapping.plans.if_match import require_match
from mapping.plans.versions import last_change_of, newest_tag_of
from mapping.vocabulary import FloorCounting, FloorplanState


def rename_floor(
    *, actor_id: int, level_id: UUID, name: str, short_name: str, if_match: str | None, at: datetime
) -> Level:
    """Give a floor another name. What is in force goes on as a new version, which each agency acknowledges.

    The drawing and who walked it stay as they were: only what people say has changed. One durable transaction.
    Raises: LevelNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, DraftIsOpen, FloorNameTaken.
    """
    with transaction.atomic(durable=True):
        level = level_to_draw_for(user_id=actor_id, level_id=level_id, at=at)
        newest = Floorplan.objects.filter(level=level).order_by("-version").first()
        require_match(if_match, newest_tag_of(level), "" if newest is None else last_change_of(newest))
        in_force = Floorplan.objects.filter(level=level, state=FloorplanState.PUBLISHED).first()
        if in_force is not None and newest is not None and newest.version > in_force.version:
            raise DraftIsOpen("A newer version of this floor is open: publish it or give it up, then rename.")
        beside = Level.objects.filter(site=level.site, building=level.building, ordinal=level.ordinal)
        if beside.filter(short_name=short_name).exclude(pk=level.pk).exists():
            raise FloorNameTaken("Another part of this floor has that short name.")
        level.name, level.short_name = name, short_name
        level.save(update_fields=["name", "short_name"])
        if in_force is not None:
            go_on(level, in_force, actor_id, at)
    return level


def go_on(level: Level, in_force: Floorplan, actor_id: int, at: datetime) -> None:
    """Publish what is in force once more, as the next version, in the caller's transaction."""
    plan = copy_newest(level, actor_id, at)
    supersede_published(level, by_id=actor_id, at=at)
    walk = WalkThrough.objects.filter(floorplan=in_force).first()
    if walk is not None:
        walk.pk, walk.floorplan = None, plan
        walk.save(force_insert=True)
    plan.state = FloorplanState.PUBLISHED
    plan.verified_by_id, plan.verified_on = in_force.verified_by_id, in_force.verified_on
    plan.save(update_fields=["state", "verified_by", "verified_on"])
    record_step(plan, state=FloorplanState.PUBLISHED, by_id=actor_id, at=at)


def set_floor_counting(
    *, actor_id: int, site_id: UUID, building_id: UUID, counting: FloorCounting, at: datetime
) -> Building:
    """Say how a building counts its floors: how they are found and said from now on. One durable transaction.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound.
    """
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        building = Building.objects.filter(site=site, pk=building_id).first()
        if building is None:
            raise BuildingNotFound
        building.floor_counting = counting.value
        building.save(update_fields=["floor_counting"])
    return building
