"""Start the next version of a floor from the one in force, or give a draft up."""

from datetime import datetime
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.db import transaction
from django.db.models import Max

from mapping.access import floorplan_to_change_for, level_to_draw_for
from mapping.deletion_gate import refuse_if_held
from mapping.edits.steps import record_step, require_current, require_standing
from mapping.errors import NotADraft
from mapping.models import Floorplan, Level, PlanImage
from mapping.plans.drawn_things.drawn import with_id
from mapping.plans.drawn_things.drawn_queries import drawn_on
from mapping.plans.drawn_things.drawn_rows import store_drawn
from mapping.plans.if_match import require_match
from mapping.plans.versions import last_change_of, newest_tag_of
from mapping.vocabulary import FloorplanState

FROM = (FloorplanState.PUBLISHED, FloorplanState.VERIFIED)


def start_draft(*, actor_id: int, level_id: UUID, if_match: str | None, at: datetime) -> Floorplan:
    """Return the level's open draft, or a new one that begins as a copy of its newest version. One transaction.

    `if_match` names the level's newest version, so the caller has seen what there is. Two people who start at the same
    instant get the same draft only if the second one looks again.
    Raises: LevelNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, BuildingIsClosed.
    """
    with transaction.atomic(durable=True):
        level = level_to_draw_for(user_id=actor_id, level_id=level_id, at=at)
        newest = Floorplan.objects.select_related("level__site").filter(level=level).order_by("-version").first()
        require_match(if_match, newest_tag_of(level), "" if newest is None else last_change_of(newest))
        if newest is not None and newest.state == FloorplanState.DRAFT:
            return newest
        return copy_newest(level, actor_id, at)


def copy_newest(level: Level, actor_id: int, at: datetime) -> Floorplan:
    """Return a draft that is a copy of the newest verified or published version, in the caller's transaction.

    Raises: BuildingIsClosed.
    """
    require_standing(level)
    versions = Floorplan.objects.filter(level=level)
    base = versions.filter(state__in=FROM).order_by("-version").first()
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    draft = Floorplan.objects.create(
        level=level,
        version=newest + 1,
        state=FloorplanState.DRAFT,
        source="drawn here" if base is None else f"edited from version {base.version}",
        source_sha256="" if base is None else base.source_sha256,
        imported_at=at,
    )
    if base is not None:
        store_drawn(draft, [with_id(one, uuid_utils.uuid7()) for one in drawn_on(base)])
        _keep_scan(base, draft)
    record_step(draft, state=FloorplanState.DRAFT, by_id=actor_id, at=at)
    return draft


def _keep_scan(base: Floorplan, draft: Floorplan) -> None:
    """Lay the same scan under the next version: the file is kept by its content, only its place is written again."""
    scan = PlanImage.objects.filter(floorplan=base).first()
    if scan is not None:
        scan.pk, scan.floorplan = uuid_utils.uuid7(), draft
        scan.save(force_insert=True)


def discard_draft(*, actor_id: int, floorplan_id: UUID, if_match: str | None, at: datetime) -> None:
    """Discard a draft, which only keepers have seen. Verified and published versions are permanent. One transaction.

    Raises: FloorplanNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, NotADraft, UnderHold.
    """
    with transaction.atomic(durable=True):
        plan = floorplan_to_change_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
        require_current(plan, if_match)
        if plan.state != FloorplanState.DRAFT:
            raise NotADraft
        assert plan.level is not None, "who changes a plan has found it"
        refuse_if_held(plan.level.site, since=plan.imported_at)
        plan.delete()
