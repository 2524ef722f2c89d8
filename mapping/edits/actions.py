"""Edit a draft: draw, change, take away, undo and do again; each edit is kept with what was before and after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.db import transaction

from mapping.access import floorplan_to_change_for
from mapping.edits.rules.feature_rules import (
    MAX_EDITS,
    MAX_FEATURES,
    FeatureChange,
    FeatureDraft,
    apply_change,
    check_feature,
    drawn_from_draft,
)
from mapping.edits.rules.undo import Edited, Stack, stack_of
from mapping.edits.steps import require_current
from mapping.errors import BadFeature, FeatureNotFound, NotADraft, NothingToUndo, PlanFull
from mapping.models import Floorplan, PlanEdit
from mapping.plans.drawn_things.drawn import Drawn, drawn_from_json, json_of
from mapping.plans.drawn_things.drawn_queries import drawn_thing
from mapping.plans.drawn_things.drawn_rows import count_drawn, geometry_of, replace_drawn
from mapping.plans.if_match import version_tag
from mapping.vocabulary import EditStep, FloorplanState


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit came to. `after` is None where the thing is gone."""

    number: int
    feature_id: UUID
    after: Drawn | None
    can_undo: bool
    can_redo: bool
    etag: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be written of one edit."""

    step: EditStep
    of_number: int | None
    before: Drawn | None
    after: Drawn | None


def draw_feature(*, actor_id: int, floorplan_id: UUID, draft: FeatureDraft, if_match: str | None, at: datetime) -> Edit:
    """Draw a new thing on a draft. One transaction. Raises: what `edit_draft` raises; BadFeature, PlanFull."""

    def act(plan: Floorplan) -> Step:
        if count_drawn(plan) >= MAX_FEATURES:
            raise PlanFull(f"A floor holds at most {MAX_FEATURES} features.")
        thing = drawn_from_draft(draft, new_id=uuid_utils.uuid7())
        check_drawn(plan, thing)
        return Step(EditStep.EDIT, None, None, thing)

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def change_feature(
    *,
    actor_id: int,
    floorplan_id: UUID,
    feature_id: UUID,
    change: FeatureChange,
    if_match: str | None,
    at: datetime,
) -> Edit:
    """Move, reshape, number, name or reclassify a thing of a draft. One transaction.

    Raises: what `edit_draft` raises; FeatureNotFound, BadFeature.
    """

    def act(plan: Floorplan) -> Step:
        before = _thing_on(plan, feature_id)
        after = apply_change(before, change)
        check_drawn(plan, after)
        return Step(EditStep.EDIT, None, before, after)

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def erase_feature(*, actor_id: int, floorplan_id: UUID, feature_id: UUID, if_match: str | None, at: datetime) -> Edit:
    """Take a thing off a draft. One transaction. Raises: what `edit_draft` raises; FeatureNotFound."""

    def act(plan: Floorplan) -> Step:
        return Step(EditStep.EDIT, None, _thing_on(plan, feature_id), None)

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def undo_edit(*, actor_id: int, floorplan_id: UUID, if_match: str | None, at: datetime) -> Edit:
    """Undo the last edit of a draft that stands, by any author. One transaction. Raises: …; NothingToUndo."""

    def act(plan: Floorplan) -> Step:
        numbers = _stack_on(plan).done
        if not numbers:
            raise NothingToUndo
        edit = PlanEdit.objects.get(floorplan=plan, number=numbers[-1])
        return Step(EditStep.UNDO, edit.number, drawn_from_json(edit.after), drawn_from_json(edit.before))

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def redo_edit(*, actor_id: int, floorplan_id: UUID, if_match: str | None, at: datetime) -> Edit:
    """Do again what was undone last, as long as nothing else was edited. One transaction. Raises: …; NothingToUndo."""

    def act(plan: Floorplan) -> Step:
        numbers = _stack_on(plan).undone
        if not numbers:
            raise NothingToUndo
        edit = PlanEdit.objects.get(floorplan=plan, number=numbers[-1])
        return Step(EditStep.REDO, edit.number, drawn_from_json(edit.before), drawn_from_json(edit.after))

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def edit_draft(
    *,
    actor_id: int,
    floorplan_id: UUID,
    if_match: str | None,
    at: datetime,
    act: Callable[[Floorplan], Step],
) -> Edit:
    """Carry one edit of a draft out and keep it, in one durable transaction with the site's row locked.

    Raises: FloorplanNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, NotADraft, PlanFull.
    """
    with transaction.atomic(durable=True):
        plan = floorplan_to_change_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
        require_current(plan, if_match)
        if plan.state != FloorplanState.DRAFT:
            raise NotADraft
        return write_edit(plan, act=act, actor_id=actor_id, at=at)


def write_edit(plan: Floorplan, *, act: Callable[[Floorplan], Step], actor_id: int, at: datetime) -> Edit:
    """Carry one edit of a draft out and keep it, in the caller's transaction, which holds the site's row.

    Raises: PlanFull, and what the act raises.
    """
    number = PlanEdit.objects.filter(floorplan=plan).count() + 1
    if number > MAX_EDITS:
        raise PlanFull(f"A draft takes at most {MAX_EDITS} edits. Publish it and start the next one.")
    step = act(plan)
    thing = step.after or step.before
    assert thing is not None
    replace_drawn(plan, kind=thing.kind, feature_id=thing.id, after=step.after)
    PlanEdit.objects.create(
        floorplan=plan,
        number=number,
        step=step.step.value,
        of_number=step.of_number,
        kind=thing.kind.value,
        feature_id=thing.id,
        before=json_of(step.before),
        after=json_of(step.after),
        edited_by_id=actor_id,
        edited_at=at,
    )
    stack = _stack_on(plan)
    tag = version_tag(plan.pk, plan.state, number)
    return Edit(number, thing.id, step.after, bool(stack.done), bool(stack.undone), tag)


def check_drawn(plan: Floorplan, thing: Drawn) -> None:
    """Refuse what cannot be stored on this plan, or what is no area. Raises: BadFeature."""
    site = plan.level.site
    check_feature(thing, site_lonlat=(site.location.x, site.location.y))
    geometry = geometry_of(thing)
    if not geometry.valid:
        raise BadFeature("The outline crosses or touches itself.")
    if geometry.dims > 0 and geometry.length == 0:
        raise BadFeature("All its points are the same.")


def _thing_on(plan: Floorplan, feature_id: UUID) -> Drawn:
    found = drawn_thing(plan, feature_id)
    if found is None:
        raise FeatureNotFound
    return found


def _stack_on(plan: Floorplan) -> Stack:
    edits = PlanEdit.objects.filter(floorplan=plan).order_by("number").values_list("number", "step", "of_number")
    return stack_of(Edited(number, EditStep(step), of_number) for number, step, of_number in edits)
