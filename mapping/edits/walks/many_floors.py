"""Verify, and publish, several floors of a site at once: all of them, or none."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID
from zlib import crc32

from django.db import transaction
from django.utils.translation import gettext as _

from mapping.access import site_for, site_to_draw_for
from mapping.edits.steps import Walk, put_in_force, verify_walked, why_not_publish, why_not_verify
from mapping.edits.walks.given import FloorsPublished, FloorsWalked
from mapping.errors import (
    BadWalkThrough,
    BuildingIsClosed,
    FloorplanNotFound,
    OlderThanPublished,
    PreconditionFailed,
    SamePersonVerifies,
)
from mapping.laws.profile import profile_of
from mapping.models import Floorplan, FloorplanStep, Level, PlanEdit, Site
from mapping.models.sites import STANDING
from mapping.plans.levels import level_name
from mapping.plans.versions import etags_of
from mapping.vocabulary import FloorplanState, SiteNeed

# Of which floor it is said: the others may be in order.
OF_ONE_FLOOR = (BadWalkThrough, SamePersonVerifies, BuildingIsClosed, OlderThanPublished)


@dataclass(frozen=True, slots=True)
class OpenFloor:
    """A version that is not in force yet: who drew it last, and why the reader does not take its next step."""

    id: UUID
    level_id: UUID
    name: str
    version: int
    drawn_by: str
    drawn_at: datetime
    why_not: str


@dataclass(frozen=True, slots=True)
class OpenFloors:
    """The drafts and the verified versions of a site; `seen` changes with each of them."""

    site: Site
    drafts: Sequence[OpenFloor]
    verified: Sequence[OpenFloor]
    seen: int
    has_grounds: bool


def open_floors(*, user_id: int, site_id: UUID, at: datetime) -> OpenFloors:
    """Return what waits at a site for those who keep its maps. Raises: SiteNotFound, NotAllowed."""
    site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
    plans = _open_plans(site)
    profile = profile_of(site.district_id)
    drafts = [one for one in plans if one.state == FloorplanState.DRAFT]
    why_not = why_not_verify(drafts, user_id=user_id, profile=profile)
    why_not |= {
        one.pk: why_not_publish(one, user_id=user_id, profile=profile) for one in plans if one.pk not in why_not
    }
    drawn = _last_drawn(plans)
    lines = {one.pk: _line_of(one, *drawn.get(one.pk, ("", one.imported_at)), why_not[one.pk]) for one in plans}
    return OpenFloors(
        site=site,
        drafts=[lines[one.pk] for one in drafts],
        verified=[lines[one.pk] for one in plans if one.state == FloorplanState.VERIFIED],
        seen=_seen_number(plans),
        has_grounds=Level.objects.filter(site=site, building=None).exists(),
    )


def verify_floors(*, actor_id: int, site_id: UUID, given: FloorsWalked, at: datetime) -> None:
    """Record one walk of several drafts. One durable transaction.

    Raises: SiteNotFound, NotAllowed, FloorplanNotFound, PreconditionFailed, BadWalkThrough, SamePersonVerifies.
    """
    walk = Walk(walked_on=given.walked_on, walked_with=given.walked_with, note=given.note)
    step = partial(verify_walked, actor_id=actor_id, walk=walk, at=at)
    _take_step(FloorplanState.DRAFT, step, actor_id=actor_id, site_id=site_id, given=given, at=at)


def publish_floors(*, actor_id: int, site_id: UUID, given: FloorsPublished, at: datetime) -> None:
    """Put several verified versions in force. One durable transaction.

    Raises: SiteNotFound, NotAllowed, FloorplanNotFound, PreconditionFailed, SamePersonVerifies, BuildingIsClosed,
        OlderThanPublished.
    """
    step = partial(put_in_force, actor_id=actor_id, at=at)
    _take_step(FloorplanState.VERIFIED, step, actor_id=actor_id, site_id=site_id, given=given, at=at)


def _take_step(
    state: FloorplanState,
    step: Callable[[Floorplan], None],
    *,
    actor_id: int,
    site_id: UUID,
    given: FloorsWalked | FloorsPublished,
    at: datetime,
) -> None:
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        plans = _open_plans(site)
        known = {one.pk: one for one in plans}
        others = {one for one in given.floors if one not in known}
        if Floorplan.objects.filter(pk__in=others, level__site=site).count() < len(others):
            raise FloorplanNotFound
        if others or given.seen != _seen_number(plans) or any(known[one].state != state for one in given.floors):
            raise PreconditionFailed(_("A floor was changed while you read this page. Look at the floors again."))
        for one in dict.fromkeys(given.floors):
            with _said_of(known[one].level):
                step(known[one])


@contextmanager
def _said_of(level: Level) -> Iterator[None]:
    """Let a refusal name its floor."""
    try:
        yield
    except OF_ONE_FLOOR as refusal:
        told = type(refusal)(f"{level_name(level)}: {refusal.sentence_or(str(refusal))}")
        told.pointer = "/walked_on" if isinstance(refusal, BadWalkThrough) else "/floors"
        raise told from refusal


def _open_plans(site: Site) -> list[Floorplan]:
    """Return the drafts and verified versions of a site's floors, the open ground first. One query."""
    rows = Floorplan.objects.filter(
        level__in=Level.objects.filter(STANDING, site=site).values("pk"),
        state__in=(FloorplanState.DRAFT, FloorplanState.VERIFIED),
    )
    found = rows.select_related("level__site", "level__building")
    return sorted(found, key=_order_of)


def _order_of(plan: Floorplan) -> tuple[str, object, str, int]:
    level = plan.level
    return ("" if level.building is None else level.building.name, level.ordinal, level.short_name, plan.version)


def _seen_number(plans: Sequence[Floorplan]) -> int:
    tags = etags_of(one.pk for one in plans)
    return crc32("".join(tags[one] for one in sorted(tags)).encode())


def _last_drawn(plans: Sequence[Floorplan]) -> dict[UUID, tuple[str, datetime]]:
    """Return who drew on each version last, and when; who began or brought it, if no one did. Two queries."""
    steps = FloorplanStep.objects.filter(floorplan__in=plans, state=FloorplanState.DRAFT).select_related("by")
    found = {one.floorplan_id: ("" if one.by is None else one.by.shown_name(), one.at) for one in steps}
    edits = PlanEdit.objects.filter(floorplan__in=plans).select_related("edited_by").order_by("number")
    return found | {one.floorplan_id: (one.edited_by.shown_name(), one.edited_at) for one in edits.iterator()}


def _line_of(plan: Floorplan, drawn_by: str, drawn_at: datetime, why_not: str) -> OpenFloor:
    level = plan.level
    return OpenFloor(
        id=plan.pk,
        level_id=level.pk,
        name=level_name(level),
        version=plan.version,
        drawn_by=drawn_by,
        drawn_at=drawn_at,
        why_not=why_not,
    )
