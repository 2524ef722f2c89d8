"""Show a finding to responders: a thing on the next version of its floor, seen once that is verified and published."""

from datetime import datetime
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mapping.access import level_to_draw_for
from mapping.assessments.access import finding_to_draw_for
from mapping.assessments.audit import note_act
from mapping.assessments.errors import BadAssessment, FindingHasNoPlace
from mapping.assessments.models import SiteFinding
from mapping.assessments.vocabulary import AssessmentAct, FindingKind, OnPlan
from mapping.edits.actions import Step, check_drawn, write_edit
from mapping.edits.drafts import copy_newest
from mapping.edits.rules.feature_rules import MAX_FEATURES, FeatureDraft, drawn_from_draft
from mapping.errors import PlanFull
from mapping.models import Floorplan, Level, PlanObject
from mapping.plans.drawn_things.drawn import Drawn
from mapping.plans.drawn_things.drawn_queries import drawn_on
from mapping.plans.drawn_things.drawn_rows import count_drawn
from mapping.vocabulary import NAME_MAX_CHARS, EditStep, FeatureKind, FloorplanState, ObjectKind

UNPUBLISHED = [FloorplanState.DRAFT.value, FloorplanState.VERIFIED.value]
# What has a pictogram of its own; of the rest responders read the label.
KIND_ON_PLAN = {FindingKind.RADIO_DEAD_SPOT: ObjectKind.RADIO_DEAD_SPOT}


def draw_on_plan(*, actor_id: int, finding_id: UUID, label: str, at: datetime) -> UUID:
    """Draw a finding on the open draft of its floor, or begin one, and return the draft's id. Durable.

    Locks the finding, then the site. Responders see it when the draft is verified and published, as everything on a
    plan. Raises: AssessmentFindingNotFound, AssessmentKeeperDecides, FindingHasNoPlace. BadAssessment: on the plan
    already, or no label. BadFeature, PlanFull.
    """
    with transaction.atomic(durable=True):
        finding = finding_to_draw_for(user_id=actor_id, finding_id=finding_id, at=at)
        if finding.level_id is None or finding.location is None:
            raise FindingHasNoPlace
        if plan_state_of(with_plans(SiteFinding.objects.filter(pk=finding.pk)).get()) is not OnPlan.NOT:
            raise BadAssessment("It is on the plan already.", pointer="/label")
        if not 0 < len(label.strip()) <= NAME_MAX_CHARS:
            raise BadAssessment("Say what responders are to read.", pointer="/label")
        level = level_to_draw_for(user_id=actor_id, level_id=finding.level_id, at=at)
        plan = _open_draft(level, actor_id, at)
        thing = _thing_of(finding, label.strip())

        def act(plan: Floorplan) -> Step:
            if count_drawn(plan) >= MAX_FEATURES:
                raise PlanFull(f"A floor holds at most {MAX_FEATURES} features.")
            check_drawn(plan, thing)
            return Step(EditStep.EDIT, None, None, thing)

        write_edit(plan, act=act, actor_id=actor_id, at=at)
        finding.plan_ref = thing.ref
        finding.save(update_fields=["plan_ref"])
        note_act(AssessmentAct.DRAWN, by_id=actor_id, at=at, words=label, finding=finding)
    return plan.pk


def take_off_plan(*, actor_id: int, finding_id: UUID, at: datetime) -> UUID:
    """Take a finding off the open draft of its floor, or begin one without it, and return the draft's id. Durable.

    Raises: AssessmentFindingNotFound, AssessmentKeeperDecides, FindingHasNoPlace. BadAssessment: it is not on the plan.
    """
    with transaction.atomic(durable=True):
        finding = finding_to_draw_for(user_id=actor_id, finding_id=finding_id, at=at)
        if finding.level_id is None or not finding.plan_ref:
            raise FindingHasNoPlace
        level = level_to_draw_for(user_id=actor_id, level_id=finding.level_id, at=at)
        plan = _open_draft(level, actor_id, at)
        thing = next((one for one in drawn_on(plan) if one.ref == finding.plan_ref), None)
        if thing is None:
            raise BadAssessment("It is not on the plan any more.")
        write_edit(plan, act=lambda _plan: Step(EditStep.EDIT, None, thing, None), actor_id=actor_id, at=at)
        note_act(AssessmentAct.ERASED, by_id=actor_id, at=at, finding=finding)
    return plan.pk


def with_plans(rows: QuerySet[SiteFinding]) -> QuerySet[SiteFinding]:
    """Return findings of which `plan_state_of` knows whether they are on the plan of their floor."""
    drawn = PlanObject.objects.filter(source_ref=OuterRef("plan_ref"), floorplan__level_id=OuterRef("level_id"))
    drawn = drawn.exclude(source_ref="")
    return rows.annotate(
        is_published=Exists(drawn.filter(floorplan__state=FloorplanState.PUBLISHED.value)),
        is_drafted=Exists(drawn.filter(floorplan__state__in=UNPUBLISHED)),
    )


def plan_state_of(finding: SiteFinding) -> OnPlan:
    """Return whether responders see a finding of `with_plans` on the plan of its floor."""
    known = vars(finding)
    if known["is_published"]:
        return OnPlan.PUBLISHED
    return OnPlan.DRAFT if known["is_drafted"] else OnPlan.NOT


def _open_draft(level: Level, actor_id: int, at: datetime) -> Floorplan:
    newest = Floorplan.objects.select_related("level__site").filter(level=level).order_by("-version").first()
    if newest is not None and newest.state == FloorplanState.DRAFT:
        return newest
    return copy_newest(level, actor_id, at)


def _thing_of(finding: SiteFinding, label: str) -> Drawn:
    kind = KIND_ON_PLAN.get(FindingKind(finding.kind), ObjectKind.OTHER)
    assert finding.location is not None
    point = f'{{"type":"Point","coordinates":[{finding.location.x!r},{finding.location.y!r}]}}'
    draft = FeatureDraft(kind=FeatureKind.OBJECT, category=kind.value, geometry=point, name=label)
    return drawn_from_draft(draft, new_id=uuid_utils.uuid7())
